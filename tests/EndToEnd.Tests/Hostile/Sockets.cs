using System.Globalization;
using System.Net.Sockets;

namespace EndToEnd.Tests.Hostile;

/// <summary>TCP to an address as the node's settings have it.</summary>
internal static class Sockets
{
    public static async Task<TcpClient> ConnectAsync(string address, CancellationToken cancel)
    {
        string[] parts = address.Split(':');
        TcpClient connection = new() { NoDelay = true };
        try
        {
            await connection.ConnectAsync(parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture), cancel);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
