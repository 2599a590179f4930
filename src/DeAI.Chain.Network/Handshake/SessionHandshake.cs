using System.Net.Sockets;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Network;

/// <summary>
/// TLS, then hello against hello. The side that dialled speaks first: the other tells a stranger nothing but why it is refused.
/// </summary>
internal sealed class SessionHandshake(PeerNetworkOptions options, NodeIdentity identity, IPeerDirectory directory, TimeProvider time)
{
    private static readonly TimeSpan s_farewell = TimeSpan.FromMilliseconds(500);

    private readonly HelloVerifier _verifier = new(options.Chain, identity.PublicKey, identity.TlsSpkiHash, directory);

    /// <summary>Where to say that this node listens: known once the listener is.</summary>
    public string ListenAddress { get; set; } = string.Empty;

    /// <summary>Takes the socket over: on a refusal it is closed.</summary>
    /// <param name="expected">The key that was dialled, or null for an accepted connection.</param>
    public async Task<Result<HandshakeOutcome>> RunAsync(Socket socket, PublicKey? expected, CancellationToken cancel)
    {
        using CancellationTokenSource timeout = new(options.HandshakeTimeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancel, timeout.Token);
        SecureConnection? connection = null;
        Result<HandshakeOutcome> outcome;
        try
        {
            connection = new SecureConnection(socket);
            outcome = await NegotiateAsync(connection, expected, either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            outcome = Refuse(NetworkErrors.HandshakeTimeout, $"no session within {options.HandshakeTimeout}");
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            outcome = Refuse(NetworkErrors.ConnectionLost, e.Message);
        }
        catch
        {
            await CloseAsync(socket, connection);
            throw;
        }

        if (!outcome.IsOk)
        {
            await CloseAsync(socket, connection);
        }

        return outcome;
    }

    private async Task<Result<HandshakeOutcome>> NegotiateAsync(SecureConnection connection, PublicKey? expected, CancellationToken cancel)
    {
        bool initiator = expected is not null;
        Result<Hash256> seen = await TlsNegotiation.RunAsync(connection.Stream, identity, initiator, cancel);
        if (!seen.TryGet(out Hash256 seenSpki, out Refusal? refusal))
        {
            return Result.Refuse<HandshakeOutcome>(refusal);
        }

        if (initiator)
        {
            await SendHelloAsync(connection, seenSpki, cancel);
        }

        Result<Hello> received = await ReceiveHelloAsync(connection, cancel);
        if (!received.TryGet(out Hello hello, out refusal))
        {
            return await RefuseAndTellAsync(connection, refusal, cancel);
        }

        Result<PeerInfo> verified = _verifier.Verify(hello, seenSpki, expected);
        if (!verified.TryGet(out PeerInfo peer, out refusal))
        {
            return await RefuseAndTellAsync(connection, refusal, cancel);
        }

        if (!initiator)
        {
            await SendHelloAsync(connection, seenSpki, cancel);
        }

        return Result.Of(new HandshakeOutcome(connection, peer, hello.ListenAddress, initiator));
    }

    private async Task SendHelloAsync(SecureConnection connection, Hash256 seenSpki, CancellationToken cancel)
    {
        Hello hello = new(
            Hello.CurrentVersion,
            options.Chain,
            identity.PublicKey,
            identity.SignHello(options.Chain, seenSpki),
            options.Role,
            ListenAddress);
        await connection.WriteControlAsync(ControlFrames.Hello(Canonical.Encode(hello)), cancel);
    }

    private static async Task<Result<Hello>> ReceiveHelloAsync(SecureConnection connection, CancellationToken cancel)
    {
        Result<byte[]> frame = await connection.ReadControlAsync(cancel);
        if (!frame.TryGet(out byte[] payload, out Refusal? refusal))
        {
            return Result.Refuse<Hello>(refusal);
        }

        return ParseHello(payload);
    }

    internal static Result<Hello> ParseHello(ReadOnlySpan<byte> payload)
    {
        ControlKind kind = (ControlKind)payload[0];
        if (kind == ControlKind.Goodbye)
        {
            return Result.Refuse<Hello>(NetworkErrors.ClosedByPeer, $"it refused this node: {ControlFrames.ReadReason(payload[1..])}");
        }

        if (kind != ControlKind.Hello)
        {
            return Result.Refuse<Hello>(NetworkErrors.MalformedHello, $"control kind {payload[0]} before the hello");
        }

        Result<Hello> decoded = Canonical.Decode<Hello>(payload[1..]);
        if (decoded.Refusal is { } refusal)
        {
            return Result.Refuse<Hello>(NetworkErrors.MalformedHello, refusal.ToString());
        }

        string address = decoded.Value.ListenAddress;
        return address.Length == 0 || PeerAddress.Parse(address).IsOk
            ? decoded
            : Result.Refuse<Hello>(NetworkErrors.MalformedHello, "the listen address is not host:port");
    }

    private static async Task<Result<HandshakeOutcome>> RefuseAndTellAsync(
        SecureConnection connection, Refusal refusal, CancellationToken cancel)
    {
        if (refusal.Code != NetworkErrors.ClosedByPeer && refusal.Code != NetworkErrors.ConnectionLost)
        {
            using CancellationTokenSource farewell = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            farewell.CancelAfter(s_farewell);
            try
            {
                await connection.WriteControlAsync(ControlFrames.Goodbye(refusal.Code), farewell.Token);
                connection.EndSending();
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // The refusal stands whether or not the other side hears of it.
                return Result.Refuse<HandshakeOutcome>(refusal);
            }
        }

        return Result.Refuse<HandshakeOutcome>(refusal);
    }

    private static async ValueTask CloseAsync(Socket socket, SecureConnection? connection)
    {
        socket.Dispose();
        if (connection is not null)
        {
            await connection.DisposeAsync();
        }
    }

    private static Result<HandshakeOutcome> Refuse(ReasonCode code, string detail) => Result.Refuse<HandshakeOutcome>(code, detail);
}
