using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace EndToEnd.Tests.Hostile;

/// <summary>An HTTP/2 client (RFC 9113) that keeps none of the manners: it grants no window, opens streams by the thousand and ends nothing.</summary>
internal sealed class RawHttp2 : IAsyncDisposable
{
    private const byte Headers = 1;
    private const byte Settings = 4;
    private const byte Ping = 6;
    private const byte EndHeaders = 4;
    private const byte EndStream = 1;
    private const byte Ack = 1;

    private static readonly byte[] Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray();

    private readonly TcpClient _connection;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Task _reading;
    private int _next = 1;

    private RawHttp2(TcpClient connection)
    {
        _connection = connection;
        _reading = DrainAsync();
    }

    /// <param name="window">What each stream may send before it waits: SETTINGS_INITIAL_WINDOW_SIZE.</param>
    public static async Task<RawHttp2> ConnectAsync(string address, uint window, CancellationToken cancel)
    {
        TcpClient connection = await Sockets.ConnectAsync(address, cancel);
        byte[] settings = new byte[15];
        settings[2] = 6;
        settings[3] = Settings;
        settings[10] = 4;
        BinaryPrimitives.WriteUInt32BigEndian(settings.AsSpan(11), window);
        await connection.GetStream().WriteAsync((byte[])[.. Preface, .. settings], cancel);
        return new RawHttp2(connection);
    }

    /// <summary>Whether the node has hung up.</summary>
    public bool IsGone => _reading.IsCompleted;

    /// <summary>Opens a gRPC call with one message; or, without one, leaves it open with no message at all.</summary>
    public async Task OpenAsync(string method, byte[]? message, CancellationToken cancel)
    {
        int stream = _next;
        _next += 2;
        List<byte> bytes = [.. Frame(Headers, EndHeaders, stream, HeaderBlock(method))];
        if (message is not null)
        {
            byte[] body = new byte[5 + message.Length];
            BinaryPrimitives.WriteUInt32BigEndian(body.AsSpan(1), (uint)message.Length);
            message.CopyTo(body, 5);
            bytes.AddRange(Frame(type: 0, EndStream, stream, body));
        }

        await WriteAsync([.. bytes], cancel);
    }

    public async ValueTask DisposeAsync()
    {
        _connection.Dispose();
        await _reading;
    }

    private static byte[] Frame(byte type, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        byte[] frame = new byte[9 + payload.Length];
        BinaryPrimitives.WriteUInt32BigEndian(frame, (uint)payload.Length << 8);
        frame[3] = type;
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame.AsSpan(9));
        return frame;
    }

    /// <summary>HPACK (RFC 7541) without a table: :method POST and :scheme http by index, the rest as literals.</summary>
    private static byte[] HeaderBlock(string method) =>
    [
        0x83, 0x86, 0x04, .. Literal("/" + method), 0x01, .. Literal("localhost"),
        0x00, .. Literal("content-type"), .. Literal("application/grpc"), 0x00, .. Literal("te"), .. Literal("trailers"),
    ];

    private static byte[] Literal(string text) => [(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    private async Task WriteAsync(byte[] bytes, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            await _connection.GetStream().WriteAsync(bytes, cancel);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Takes in what the node says and answers its settings and pings, so that nothing but the windows holds it up.</summary>
    private async Task DrainAsync()
    {
        byte[] head = new byte[9];
        try
        {
            NetworkStream stream = _connection.GetStream();
            while (true)
            {
                await stream.ReadExactlyAsync(head);
                byte[] payload = new byte[(head[0] << 16) | (head[1] << 8) | head[2]];
                await stream.ReadExactlyAsync(payload);
                if (head[3] is Settings or Ping && (head[4] & Ack) == 0)
                {
                    await WriteAsync(Frame(head[3], Ack, 0, head[3] == Ping ? payload : []), CancellationToken.None);
                }
            }
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException or SocketException or InvalidOperationException)
        {
            // The connection is over, whoever ended it.
            return;
        }
    }
}
