using System.Runtime.CompilerServices;
using DeAI.Chain.Grpc.Rpc;
using DeAI.Chain.Grpc.Tests.Echo;
using Google.Protobuf;

namespace DeAI.Chain.Grpc.Tests;

/// <summary>The service under test; records what its handlers observe.</summary>
public sealed class EchoService
{
    public static readonly GrpcMethod<EchoRequest, EchoResponse> Say = new(EchoReflection.Descriptor.Services[0].FindMethodByName("Say"));
    public static readonly GrpcMethod<CountRequest, EchoResponse> Count = new(EchoReflection.Descriptor.Services[0].FindMethodByName("Count"));
    public static readonly GrpcMethod<EchoRequest, EchoResponse> Sum = new("deai.test.v1.Echo/Sum");
    public static readonly GrpcMethod<EchoRequest, EchoResponse> Talk = new("deai.test.v1.Echo/Talk");

    private int _produced;

    public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Produced => Volatile.Read(ref _produced);

    public ServerCall? LastCall { get; private set; }

    public string? LastPeer { get; private set; }

    public string? LastClientCertificate { get; private set; }

    public GrpcServiceBinding Bind() => new GrpcServiceBuilder(EchoReflection.Descriptor.Services[0])
        .Unary<EchoRequest, EchoResponse>("Say", SayAsync)
        .ServerStream<CountRequest, EchoResponse>("Count", CountAsync)
        .ClientStream<EchoRequest, EchoResponse>("Sum", SumAsync)
        .Duplex<EchoRequest, EchoResponse>("Talk", TalkAsync)
        .Build();

    private async Task<EchoResponse> SayAsync(EchoRequest request, ServerCall call)
    {
        LastCall = call;
        LastPeer = call.Peer;
        LastClientCertificate = call.ClientCertificate?.Subject;
        Entered.TrySetResult();
        switch (request.Text)
        {
            case "fail":
                call.ResponseTrailers.Add("x-trailer", "t").Add("x-trailer-bin", ByteString.CopyFrom(1, 2, 255));
                throw Refusal();
            case "huge-details":
                throw new GrpcException(StatusCode.Aborted, "big", new ErrorInfo { Reason = new string('r', 10_000) });
            case "crash":
                throw new InvalidOperationException("secret");
            case "wait":
                await WaitAsync(call);
                break;
            case "stubborn":
                // Ends well after its deadline as if it had not noticed.
                await WaitAsync(call).ContinueWith(static _ => { }, TaskScheduler.Default);
                break;
            case "headers":
                call.ResponseHeaders.Add("x-hash", "abc");
                await call.SendHeadersAsync();
                Assert.Throws<InvalidOperationException>(() => call.ResponseHeaders.Add("x-late", "1"));
                await WaitAsync(call);
                break;
            case "grow":
                return new EchoResponse { Payload = ByteString.CopyFrom(new byte[request.Number]) };
        }

        foreach (MetadataEntry entry in call.RequestHeaders.Entries.Where(entry => entry.Key.StartsWith("x-", StringComparison.Ordinal)))
        {
            _ = entry.Text is null ? call.ResponseHeaders.Add(entry.Key, entry.Binary!) : call.ResponseHeaders.Add(entry.Key, entry.Text);
        }

        return new EchoResponse { Text = request.Text, Number = request.Number, Payload = request.Payload };
    }

    private async IAsyncEnumerable<EchoResponse> CountAsync(CountRequest request, ServerCall call, [EnumeratorCancellation] CancellationToken token)
    {
        if (request.Then == "fail-first")
        {
            throw Refusal();
        }

        ByteString payload = ByteString.CopyFrom(new byte[request.PayloadBytes]);
        for (int i = 0; i < request.Messages; i++)
        {
            yield return new EchoResponse { Number = i, Payload = payload };
            Interlocked.Increment(ref _produced);
        }

        if (request.Then == "fail")
        {
            await Task.Yield();
            throw Refusal();
        }

        if (request.Then == "wait")
        {
            Entered.TrySetResult();
            await WaitAsync(call);
        }
    }

    private IAsyncEnumerable<EchoResponse> CountAsync(CountRequest request, ServerCall call) => CountAsync(request, call, call.CancellationToken);

    private async Task<EchoResponse> SumAsync(IAsyncEnumerable<EchoRequest> requests, ServerCall call)
    {
        long sum = 0;
        await foreach (EchoRequest request in requests)
        {
            if (request.Text == "fail")
            {
                throw Refusal();
            }

            if (request.Text == "enough")
            {
                return new EchoResponse { Number = sum, Text = "early" };
            }

            sum += request.Number;
        }

        return new EchoResponse { Number = sum };
    }

    private async Task TalkAsync(IAsyncEnumerable<EchoRequest> requests, IMessageWriter<EchoResponse> writer, ServerCall call)
    {
        call.ResponseHeaders.Add("x-talk", "hello");
        Entered.TrySetResult();
        try
        {
            await foreach (EchoRequest request in requests)
            {
                if (request.Text == "fail")
                {
                    throw Refusal();
                }

                await writer.WriteAsync(new EchoResponse { Text = request.Text, Number = request.Number, Payload = request.Payload });
            }

            await writer.WriteAsync(new EchoResponse { Text = "end" });
        }
        catch (OperationCanceledException)
        {
            Cancelled.TrySetResult();
            throw;
        }
        catch (Exception failure) when (failure is not GrpcException)
        {
            Cancelled.TrySetResult();
            throw;
        }
    }

    private static GrpcException Refusal() => GrpcException.WithReason(
        StatusCode.ResourceExhausted, "Der Vorrat ist voll: 100 % \u2603", "MEMPOOL_FULL", "deai.chain",
        new Dictionary<string, string> { ["size"] = "5000" }, TimeSpan.FromMilliseconds(1500));

    private async Task WaitAsync(ServerCall call)
    {
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, call.CancellationToken);
        }
        finally
        {
            Cancelled.TrySetResult();
        }
    }
}
