using System.Diagnostics;

namespace ActorGaze.Tests.Tui.EndToEnd;

/// <summary>A folder that nobody can write into, a superuser included: it is mounted over itself, to be read only. Needs a superuser and Linux.</summary>
internal sealed class ReadOnlyMount : IDisposable
{
    private readonly string _folder;

    public ReadOnlyMount(string folder)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A folder is mounted over itself, which is Linux's.");
        _folder = folder;
        Assert.SkipUnless(Run("mount", "--bind", folder, folder), "Mounting is not allowed here.");
        if (Run("mount", "-o", "remount,ro,bind", folder)) return;
        Dispose();
        Assert.Skip("Mounting read-only is not allowed here.");
    }

    public void Dispose() => Run("umount", "-l", _folder);

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
