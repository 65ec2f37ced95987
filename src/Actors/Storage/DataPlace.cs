using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Folders;
using ActorGaze.Nn.Data.Manifests;

namespace ActorGaze.Actors.Storage;

/// <summary>What of a data set is not there.</summary>
/// <param name="Path">The folder itself, its training or test folder, or a folder of a manifest's images.</param>
/// <param name="Why">A sentence.</param>
public sealed record AbsentData(string Path, string Why);

/// <summary>Whether a data folder is there. May take as long as its file system takes to answer.</summary>
public static class DataPlace
{
    /// <summary>
    /// What is missing of a data set that was there before: also its training folder or the one that is evaluated on, or a folder of a
    /// manifest's images, which may be on a disk of its own. Null where all may be there.
    /// </summary>
    public static AbsentData? Missing(OpenImages request)
    {
        if (Gone(request) is { } gone) return gone;
        if (request.Source is { Plugin: not null } || !File.Exists(request.Data)) return null;
        try
        {
            DataFolders.List(request);
            return null;
        }
        catch (InvalidInputException e) when (e.AbsentFolder is { } folder)
        {
            return new AbsentData(folder, e.Message);
        }
        catch (Exception e) when (e is InvalidInputException or IOException or UnauthorizedAccessException)
        {
            return null; // opening it says what is wrong
        }
    }

    /// <summary>
    /// What is missing as far as folders tell, without reading a manifest. What the place of a source must hold, only its code knows.
    /// </summary>
    private static AbsentData? Gone(OpenImages request)
    {
        var data = request.Data;
        if (Absence(data) is { } absent) return new AbsentData(data, absent);
        if (DataFolders.IsPhantoms(data) || request.Source is { Plugin: not null } || !Directory.Exists(data)) return null;
        try
        {
            return ImageFolder.MissingHalf(data, request.EvaluateOn) is { } half
                ? new AbsentData(half, $"The folder {half} is not there, or is empty.")
                : null;
        }
        catch (Exception e) when (e is InvalidInputException or IOException or UnauthorizedAccessException)
        {
            return null; // opening it says what is wrong
        }
    }

    /// <summary>Why there are no data in the folder now; null where there may be. In an empty folder a disk is not mounted.</summary>
    /// <param name="data">A folder, or the name of phantoms, which are always there.</param>
    public static string? Absence(string data)
    {
        if (DataFolders.IsPhantoms(data) || File.Exists(data)) return null;
        if (!Directory.Exists(data)) return Manifest.IsNamed(data) ? $"There is no manifest {data}." : $"There is no data folder {data}.";
        try
        {
            return Directory.EnumerateFileSystemEntries(data).Any() ? null : $"The data folder {data} is empty.";
        }
        catch (UnauthorizedAccessException)
        {
            return null; // it is there, and opening it says why it cannot be read
        }
        catch (IOException e)
        {
            return $"The data folder {data} cannot be listed: {e.Message}";
        }
    }

    /// <summary>Opens a data set; a failure of a folder that is not there, or is gone when it fails, is told as that.</summary>
    /// <exception cref="FolderAbsentException">The folder is not there.</exception>
    public static T Open<T>(OpenImages request, Func<T> open)
    {
        if (Gone(request) is { } absent) throw new FolderAbsentException(absent.Why, absent.Path);
        try
        {
            return open();
        }
        catch (InvalidInputException e) when (e.AbsentFolder is { } folder)
        {
            throw new FolderAbsentException(e.Message, folder, e);
        }
        catch (Exception e) when (e is not OperationCanceledException && Gone(request) is { } gone)
        {
            throw new FolderAbsentException(gone.Why, gone.Path, e);
        }
    }
}
