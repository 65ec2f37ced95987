using System.Diagnostics;

namespace ActorGaze.Tests.Actors.Persistence.Backups;

/// <summary>A folder again, under another path, where one may only read; needs a superuser and Linux.</summary>
internal sealed class ReadOnlyView : IDisposable
{
    public ReadOnlyView(string of, string at)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A folder is mounted a second time as Linux does.");
        Root = Directory.CreateDirectory(at).FullName;
        Assert.SkipUnless(Run("mount", "--bind", of, Root), "Mounting is not allowed here.");
        Assert.True(Run("mount", "-o", "remount,ro,bind", Root));
    }

    public string Root { get; }

    public void Dispose()
    {
        Run("umount", "-l", Root);
        Directory.Delete(Root);
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
