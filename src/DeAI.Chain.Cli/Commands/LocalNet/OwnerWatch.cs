namespace DeAI.Chain.Cli.Commands.LocalNet;

/// <summary>Ends a process with its owner: the operating system closes the pipe on its standard input.</summary>
internal static class OwnerWatch
{
    /// <summary>A process that has not ended in order after this time ends anyway: nobody is left who would kill it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static void Start(CancellationTokenSource stop)
    {
        // Its own thread: reading standard input cannot be cancelled, and must not keep the process alive.
        Thread reader = new(() =>
        {
            using Stream input = Console.OpenStandardInput();
            byte[] buffer = new byte[256];
            while (input.Read(buffer) > 0)
            {
            }

            try
            {
                stop.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The process is ending by itself.
            }

            Thread.Sleep(Patience);
            Environment.Exit(ExitCode.Failed);
        })
        {
            IsBackground = true,
            Name = "owner watch",
        };
        reader.Start();
    }
}
