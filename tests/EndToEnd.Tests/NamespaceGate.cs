using System.Collections.Concurrent;
using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EndToEnd.Tests;

/// <summary>
/// A port here that leads to a port on the loopback of a network namespace: a node's clients are served there only. A socket belongs to the
/// namespace of the thread that makes it, so one thread lives in there and connects; bytes are then carried from anywhere.
/// </summary>
internal sealed class NamespaceGate : IDisposable
{
    private const int CloneNewNet = 0x40000000;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly BlockingCollection<TaskCompletionSource<Socket>> _wanted = [];
    private readonly IPEndPoint _target;
    private readonly Thread _inside;

    public NamespaceGate(string name, int port)
    {
        _target = new IPEndPoint(IPAddress.Loopback, port);
        _inside = new Thread(() => Connect(name)) { IsBackground = true, Name = $"gate to {name}" };
        _inside.Start();
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public void Dispose()
    {
        _listener.Dispose();
        _wanted.CompleteAdding();
        _inside.Join();
        _wanted.Dispose();
    }

    private void Connect(string name)
    {
        using (SafeFileHandle target = File.OpenHandle($"/run/netns/{name}"))
        {
            if (SetNamespace((int)target.DangerousGetHandle(), CloneNewNet) != 0)
            {
                throw new Win32Exception(Marshal.GetLastPInvokeError());
            }
        }

        foreach (TaskCompletionSource<Socket> wanted in _wanted.GetConsumingEnumerable())
        {
            Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                socket.Connect(_target);
                wanted.SetResult(socket);
            }
            catch (SocketException refused)
            {
                socket.Dispose();
                wanted.SetException(refused);
            }
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket client = await _listener.AcceptSocketAsync();
                _ = CarryAsync(client);
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // The gate is closed.
        }
    }

    private async Task CarryAsync(Socket client)
    {
        using (client)
        {
            try
            {
                TaskCompletionSource<Socket> wanted = new(TaskCreationOptions.RunContinuationsAsynchronously);
                _wanted.Add(wanted);
                using Socket node = await wanted.Task;
                await Task.WhenAny(CopyAsync(client, node), CopyAsync(node, client));
            }
            catch (Exception ended) when (ended is SocketException or InvalidOperationException)
            {
                // Nobody listens there, or the gate is closed: the client sees its connection end.
            }
        }
    }

    private static async Task CopyAsync(Socket from, Socket to)
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer)) > 0)
            {
                for (int sent = 0; sent < read;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent));
                }
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // One side has gone; the other is closed with it.
        }
    }

    [DllImport("libc", EntryPoint = "setns", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetNamespace(int descriptor, int kind);
}
