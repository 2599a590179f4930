using System.Diagnostics;

namespace DeAI.Chain.Node.Tests.Testing;

/// <summary>A home on a file system of a few megabytes, so that the disk really fills.</summary>
internal sealed class SmallHome : IDisposable
{
    private readonly string _directory;

    private SmallHome(string directory) => _directory = directory;

    private string Ballast => Path.Combine(_directory, "ballast");

    /// <returns>Null, and a line that says so, where this process may not mount.</returns>
    public static SmallHome? Mount(string directory, int megabytes)
    {
        Directory.CreateDirectory(directory);
        if (!OperatingSystem.IsLinux() || !Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=700", "small", directory))
        {
            Console.WriteLine("skipped: this process may not mount, so there is no small disk to fill");
            return null;
        }

        return new SmallHome(directory);
    }

    /// <summary>Takes all the space that is left.</summary>
    public void Fill()
    {
        using FileStream ballast = File.Create(Ballast);
        byte[] block = new byte[4096];
        try
        {
            while (true)
            {
                ballast.Write(block);
                ballast.Flush();
            }
        }
        catch (IOException)
        {
            // Full, as wanted.
            return;
        }
    }

    public void MakeRoom() => File.Delete(Ballast);

    public void Dispose() => Run("umount", "-l", _directory);

    private static bool Run(string command, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
