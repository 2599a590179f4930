using System.Buffers;
using System.IO.Pipelines;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text;
using DeAI.Chain.Api.Services;
using DeAI.Chain.Api.Translation;
using DeAI.Chain.Api.V1;
using DeAI.Chain.Grpc;
using DeAI.Chain.Network;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace DeAI.Chain.Fuzzing.Tests;

/// <summary>Forms that come over a connection: frames of peers, gRPC, its headers, its messages.</summary>
internal static class WireDecoders
{
    private static readonly AllocationBound Small = new(8 << 10, 32);

    /// <summary>The bytes become a text first, and bytes that are no UTF-8 a longer one, in several pieces.</summary>
    private static readonly AllocationBound OfText = new(8 << 10, 40);

    /// <summary>A parsed protobuf message may take about ten times its bytes, as the README of Grpc says; with what the way there takes, more.</summary>
    private static readonly AllocationBound Protobuf = new(32 << 10, 96);

    public static IEnumerable<Decoder> All() =>
    [
        new CustomDecoder<byte[]>("network.frames", Small, PeerFrames, static input => ReadFrames(FrameCodec.AfterHandshake(new FrameLimits()), input), static read => read),
        new CustomDecoder<byte[]>("network.first_frame", Small, FirstFrames, static input => ReadFrames(FrameCodec.BeforeHandshake, input), static read => read),
        new CustomDecoder<Hello>("network.hello", new(32 << 10, 64), Hellos, ReadHello, static hello => ControlFrames.Hello(Canonical.Encode(hello))),
        new CustomDecoder<ulong>("network.ping", Small, static () => [ControlFrames.Ping(7)[1..]], ReadNonce, static nonce => ControlFrames.Ping(nonce)[1..]),
        new CustomDecoder<ReasonCode>("network.goodbye", Small, static () => [ControlFrames.Goodbye(NetworkErrors.WrongChain)[1..]], static input => Result.Of(ControlFrames.ReadReason(input))),
        Text("network.peer_address", ["127.0.0.1:7100", "[::1]:7000", "node-1.example.com:443"], PeerAddress.Parse, static address => address.ToString() is { Length: > 0 }),
        Text("grpc.percent", ["plain", "%E2%82%AC and %41", "100%"], static text => Result.Of(PercentEncoding.Decode(text)), static _ => true),
        Text("grpc.timeout", ["1S", "99999999m", "250u"], ReadTimeout, static timeout => timeout >= TimeSpan.Zero),
        Text("grpc.base64", ["AAEC", "AAE", "AAE="], ReadBase64, static bytes => bytes is not null),
        Text("grpc.metadata", ["key=value", "trace-bin=AAEC,AAE", "grpc-x=1"], ReadMetadata, static metadata => metadata.Entries.Count >= 0),
        Text("grpc.response_status", ["0", "5\ngone%20away\n" + Convert.ToBase64String(new DeAI.Chain.Grpc.Rpc.Status { Code = 5, Message = "gone" }.ToByteArray())], ReadStatus, static _ => true),
        Text("api.page_token", [PageToken.Of("m", new ListBlocksRequest(), new byte[8]), string.Empty], ReadPageToken, static place => place.Length is 0 or 8),
        Text("api.block_cursor", ["0", "17", "17.3"], static text => Refused(() => BlockCursor.Parse(text)), static cursor => cursor.ToString().Length > 0),
        .. Requests().Select(Request),
    ];

    /// <summary>Every message that a method of the node's services takes.</summary>
    public static IEnumerable<MessageDescriptor> Requests() => typeof(SubmitRequest).Assembly.GetTypes()
        .Concat(typeof(GrpcException).Assembly.GetTypes())
        .Where(static type => type.IsAbstract && type.IsSealed && type.Name.EndsWith("Reflection", StringComparison.Ordinal))
        .Select(static type => type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null))
        .OfType<FileDescriptor>()
        .SelectMany(static file => file.Services)
        .SelectMany(static service => service.Methods)
        .Select(static method => method.InputType)
        .Distinct()
        .OrderBy(static message => message.FullName, StringComparer.Ordinal);

    private static Decoder Request(MessageDescriptor message) =>
        (Decoder)typeof(WireDecoders).GetMethod(nameof(RequestOf), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(message.ClrType).Invoke(null, [message])!;

    /// <summary>A message in its frame, as <see cref="FrameReader"/> takes it from a stream that has ended.</summary>
    private static Decoder RequestOf<T>(MessageDescriptor message)
        where T : class, IMessage<T>, new() => new CustomDecoder<T>(
            $"grpc.{message.FullName}",
            Protobuf,
            () => ProtobufSeeds.Of<T>(message),
            static input => ReadMessage<T>(input));

    private static Result<T> ReadMessage<T>(byte[] input)
        where T : class, IMessage<T>, new()
    {
        FrameReader reader = new(PipeReader.Create(new ReadOnlySequence<byte>(input)), 4 << 20);
        try
        {
            T? message = reader.ReadAsync(MessageParsers<T>.Instance, CancellationToken.None).AsTask().GetAwaiter().GetResult();
            return message is null ? Result.Refuse<T>(new ReasonCode("grpc.no_message"), "the stream is empty") : Result.Of(message);
        }
        catch (ProtocolViolationException refused)
        {
            return Result.Refuse<T>(new ReasonCode("grpc." + refused.Code.ToString().ToLowerInvariant()), refused.Message);
        }
    }

    private static CustomDecoder<T> Text<T>(string name, string[] seeds, Func<string, Result<T>> read, Func<T, bool> holds) => new(
        name,
        OfText,
        () => [.. seeds.Select(Encoding.UTF8.GetBytes)],
        input =>
        {
            Result<T> result = read(Encoding.UTF8.GetString(input));
            return result.IsOk && !holds(result.Value) ? throw new InvalidOperationException("What was read breaks its own rule.") : result;
        })
    {
        IsText = true,
    };

    private static Result<byte[]> ReadFrames(FrameCodec codec, byte[] input)
    {
        ReadOnlySequence<byte> buffer = new(input);
        while (true)
        {
            switch (codec.TryRead(ref buffer, out _, out ReadOnlySequence<byte> payload, out Refusal? refusal))
            {
                case FrameReadStatus.Refused:
                    return Result.Refuse<byte[]>(refusal!);
                case FrameReadStatus.Incomplete:
                    return buffer.IsEmpty ? Result.Of(input) : Result.Refuse<byte[]>(NetworkErrors.ConnectionLost, "a frame is not whole");
                default:
                    if (payload.IsEmpty)
                    {
                        throw new InvalidOperationException("An empty frame passed.");
                    }

                    break;
            }
        }
    }

    private static Result<Hello> ReadHello(byte[] input) => input.Length == 0
        ? Result.Refuse<Hello>(NetworkErrors.EmptyFrame, "a frame has a payload")
        : SessionHandshake.ParseHello(input);

    private static Result<ulong> ReadNonce(byte[] input) => ControlFrames.TryReadNonce(input, out ulong nonce)
        ? Result.Of(nonce)
        : Result.Refuse<ulong>(NetworkErrors.MalformedControl, "no nonce");

    private static Result<TimeSpan> ReadTimeout(string text) => TimeoutHeader.TryParse(text, out TimeSpan timeout)
        ? Result.Of(timeout)
        : Result.Refuse<TimeSpan>(new ReasonCode("grpc.bad_timeout"), "no timeout");

    private static Result<ByteString> ReadBase64(string text) => Base64.TryDecode(text, out ByteString? bytes)
        ? Result.Of(bytes)
        : Result.Refuse<ByteString>(new ReasonCode("grpc.bad_base64"), "no base64");

    private static Result<Metadata> ReadMetadata(string text)
    {
        Metadata metadata = new();
        foreach (string line in text.Split('\n'))
        {
            string[] parts = line.Split('=', 2);
            metadata.AddReceived(parts[0], parts.Length == 1 ? string.Empty : parts[1]);
        }

        return Result.Of(metadata);
    }

    private static Result<StatusCode> ReadStatus(string text)
    {
        using HttpResponseMessage response = new();
        HttpResponseHeaders headers = response.Headers;
        string[] names = ["grpc-status", "grpc-message", "grpc-status-details-bin"];
        string[] values = text.Split('\n', names.Length);
        for (int i = 0; i < values.Length; i++)
        {
            headers.TryAddWithoutValidation(names[i], values[i]);
        }

        return Result.Of(ResponseStatus.Read(headers, out _, ResponseStatus.ReadMetadata(headers))?.Code ?? StatusCode.Ok);
    }

    private static Result<byte[]> ReadPageToken(string text) => Refused(() => PageToken.Read("m", new ListBlocksRequest(), text, 8));

    private static Result<T> Refused<T>(Func<T> read)
    {
        try
        {
            return Result.Of(read());
        }
        catch (GrpcException refused)
        {
            return Result.Refuse<T>(new ReasonCode("api.refused"), refused.Message);
        }
    }

    private static IReadOnlyList<byte[]> PeerFrames() => [.. Enumerable.Range(1, 4).Select(static channel => Frame((byte)channel, 20 * channel)), [.. Frame(0, 9), .. Frame(1, 3)]];

    private static IReadOnlyList<byte[]> FirstFrames() => [Frame(0, 200), Frame(0, FrameLimits.Control)];

    private static byte[] Frame(byte channel, int length)
    {
        byte[] frame = new byte[FrameCodec.HeaderLength + length];
        FrameCodec.WriteHeader(frame, channel, length);
        return frame;
    }

    private static IReadOnlyList<byte[]> Hellos() =>
    [
        .. new[] { string.Empty, "10.0.0.1:7000" }.Select(static address => ControlFrames.Hello(
            Canonical.Encode(new Hello(Hello.CurrentVersion, default, default, default, PeerRole.Validator, address)))),
    ];
}
