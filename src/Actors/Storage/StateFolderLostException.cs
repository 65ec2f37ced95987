namespace ActorGaze.Actors.Storage;

/// <summary>The state folder, or its journal, is no longer where the engine opened it. Nothing more is acknowledged.</summary>
public sealed class StateFolderLostException(string message) : IOException(message);
