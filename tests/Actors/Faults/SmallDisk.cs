using System.Diagnostics;

namespace ActorGaze.Tests.Actors.Faults;

/// <summary>A disk of a few hundred kilobytes, mounted where a test wants it; needs a superuser and Linux.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _folder;

    public SmallDisk(string folder, int kilobytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A small disk is a tmpfs, which is Linux's.");
        _folder = Directory.CreateDirectory(folder).FullName;
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", _folder), "Mounting a tmpfs is not allowed here.");
    }

    private string Filler => Path.Combine(_folder, "filler");

    /// <summary>Takes all the room there is but so much.</summary>
    public void Fill(int butBytes)
    {
        using var filler = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            var page = new byte[4096];
            while (true) filler.Write(page);
        }
        catch (IOException)
        {
            filler.SetLength(filler.Length - butBytes);
        }
    }

    public void MakeRoom() => File.Delete(Filler);

    public void Dispose() => Run("umount", "-l", _folder);

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
