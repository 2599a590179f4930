using System.Net;
using System.Net.Sockets;

namespace DeAI.Chain.Cli.Commands.LocalNet;

/// <summary>Ports of this machine that nobody listens on.</summary>
internal static class LoopbackPorts
{
    /// <summary>Below the ports that systems give to outgoing connections: one of those could take a port before its node listens.</summary>
    public const int First = 16_384;

    /// <summary>The port behind the last.</summary>
    public const int End = 32_768;

    /// <summary>So many different ports, in random order: two networks made at one moment seldom try the same.</summary>
    /// <param name="count">How many.</param>
    /// <param name="first">The lowest port to give.</param>
    /// <param name="end">The port behind the highest.</param>
    /// <returns>Null if fewer are free. Another program may still take one before its node listens.</returns>
    public static int[]? Find(int count, int first = First, int end = End)
    {
        int[] candidates = [.. Enumerable.Range(first, end - first)];
        Random.Shared.Shuffle(candidates);

        // All are held until all are known, so that two searches at once give no port twice.
        List<TcpListener> held = [];
        try
        {
            foreach (int port in candidates)
            {
                if (held.Count == count)
                {
                    break;
                }

                if (TryListen(port) is { } listener)
                {
                    held.Add(listener);
                }
            }

            return held.Count == count ? [.. held.Select(static listener => ((IPEndPoint)listener.LocalEndpoint).Port)] : null;
        }
        finally
        {
            held.ForEach(static listener => listener.Dispose());
        }
    }

    private static TcpListener? TryListen(int port)
    {
        TcpListener listener = new(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return listener;
        }
        catch (SocketException)
        {
            // Somebody has it: the caller tries another.
            listener.Dispose();
            return null;
        }
    }
}
