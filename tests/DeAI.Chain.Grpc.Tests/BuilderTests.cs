using DeAI.Chain.Grpc.Tests.Echo;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Http;

namespace DeAI.Chain.Grpc.Tests;

public sealed class BuilderTests
{
    private static readonly ServiceDescriptor Service = EchoReflection.Descriptor.Services[0];

    [Fact]
    public void Build_MethodsWithoutHandler_NamesThem()
    {
        GrpcServiceBuilder builder = new GrpcServiceBuilder(Service).Unary<EchoRequest, EchoResponse>("Say", Say);

        InvalidOperationException failure = Assert.Throws<InvalidOperationException>(builder.Build);

        Assert.Equal("No handler for deai.test.v1.Echo: Count, Sum, Talk.", failure.Message);
    }

    [Fact]
    public void Bind_Mistakes_ThrowAndNameTheMethod()
    {
        GrpcServiceBuilder builder = new GrpcServiceBuilder(Service).Unary<EchoRequest, EchoResponse>("Say", Say);

        Assert.Contains("Say", Fail(() => builder.Unary<EchoRequest, EchoResponse>("Say", Say)));
        Assert.Contains("Shout", Fail(() => builder.Unary<EchoRequest, EchoResponse>("Shout", Say)));
        Assert.Contains("Sum", Fail(() => builder.Unary<EchoRequest, EchoResponse>("Sum", Say)));
        Assert.Contains("Count", Fail(() => builder.ServerStream<EchoRequest, EchoResponse>("Count", (_, _) => AsyncEnumerable.Empty<EchoResponse>())));

        static string Fail(Action action) => Assert.Throws<InvalidOperationException>(action).Message;
    }

    [Fact]
    public void GrpcMethod_WrongTypesOrName_Throws()
    {
        Assert.Throws<ArgumentException>(() => new GrpcMethod<CountRequest, EchoResponse>(Service.FindMethodByName("Say")));
        Assert.Throws<ArgumentException>(() => new GrpcMethod<CountRequest, EchoResponse>("/a.B/C"));
        Assert.Throws<ArgumentException>(() => new GrpcMethod<CountRequest, EchoResponse>("a.B"));
    }

    [Theory]
    [InlineData("Say", 1, 1)]
    [InlineData("Count", 1, 2)]
    [InlineData("Sum", 3, 1)]
    [InlineData("Talk", 3, 4)]
    public async Task InvokeAsync_AllShapes_ServeABridge(string method, int requests, int responses)
    {
        GrpcMethodBinding binding = new EchoService().Bind().Methods.Single(candidate => candidate.Descriptor.Name == method);
        var collected = new Collector();
        var call = new ServerCall(new DefaultHttpContext(), $"deai.test.v1.Echo/{method}", null, CancellationToken.None);
        IEnumerable<IMessage> messages = Enumerable.Range(0, requests)
            .Select(i => method == "Count" ? (IMessage)new CountRequest { Messages = 2 } : new EchoRequest { Number = i });

        await binding.InvokeAsync(messages.ToAsyncEnumerable(), collected, call);

        Assert.Equal(responses, collected.Messages.Count);
        await call.SendHeadersAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task InvokeAsync_WrongNumberOfRequests_IsRefused(int requests)
    {
        GrpcMethodBinding binding = new EchoService().Bind().Methods[0];
        var call = new ServerCall(new DefaultHttpContext(), "deai.test.v1.Echo/Say", null, CancellationToken.None);

        GrpcException failure = await Assert.ThrowsAsync<GrpcException>(() => binding.InvokeAsync(
            Enumerable.Range(0, requests).Select(_ => (IMessage)new EchoRequest()).ToAsyncEnumerable(), new Collector(), call));

        Assert.Equal(StatusCode.Unimplemented, failure.Code);
    }

    private static Task<EchoResponse> Say(EchoRequest request, ServerCall call) => Task.FromResult(new EchoResponse());

    private sealed class Collector : IMessageWriter<IMessage>
    {
        public List<IMessage> Messages { get; } = [];

        public ValueTask WriteAsync(IMessage message, CancellationToken cancellation = default)
        {
            Messages.Add(message);
            return ValueTask.CompletedTask;
        }

        public async Task WriteAllAsync(IAsyncEnumerable<IMessage> messages, CancellationToken cancellation = default) =>
            Messages.AddRange(await messages.ToListAsync(cancellation));

        public ValueTask FlushAsync(CancellationToken cancellation = default) => ValueTask.CompletedTask;
    }
}
