using DeAI.Chain.Grpc.Reflection.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Alpha = DeAI.Chain.Grpc.Reflection.V1Alpha;

namespace DeAI.Chain.Grpc.Tests;

public sealed class ReflectionTests
{
    private static readonly GrpcMethod<ServerReflectionRequest, ServerReflectionResponse> Info =
        new("grpc.reflection.v1.ServerReflection/ServerReflectionInfo");

    private static readonly GrpcMethod<Alpha.ServerReflectionRequest, Alpha.ServerReflectionResponse> AlphaInfo =
        new("grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo");

    [Fact]
    public async Task ListServices_NamesAll()
    {
        ServerReflectionResponse answer = await AskAsync(new ServerReflectionRequest { ListServices = "*", Host = "h" });

        Assert.Equal(
            ["deai.test.v1.Echo", "deai.test.v1.Extensions", "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection"],
            answer.ListServicesResponse.Service.Select(service => service.Name));
        Assert.Equal("h", answer.ValidHost);
        Assert.Equal("*", answer.OriginalRequest.ListServices);
    }

    [Theory]
    [InlineData("deai.test.v1.Echo")]
    [InlineData("deai.test.v1.Echo.Say")]
    [InlineData("deai.test.v1.EchoRequest")]
    [InlineData(".deai.test.v1.EchoRequest.text")]
    public async Task FileContainingSymbol_ComesWithItsImports(string symbol)
    {
        ServerReflectionResponse answer = await AskAsync(new ServerReflectionRequest { FileContainingSymbol = symbol });

        Assert.Equal(["test/v1/echo.proto", "google/protobuf/duration.proto"], Names(answer));
    }

    [Theory]
    [InlineData("grpc.health.v1.HealthCheckResponse.ServingStatus")]
    [InlineData("grpc.health.v1.HealthCheckResponse.SERVING")]
    public async Task FileContainingSymbol_NestedEnumAndValue_AreFound(string symbol)
    {
        ServerReflectionResponse answer = await AskAsync(new ServerReflectionRequest { FileContainingSymbol = symbol });

        // A value's scope is that of its enum, not the enum itself (protobuf's C++ scoping); this library qualifies by the enum.
        Assert.True(answer.ErrorResponse is not null || Names(answer).First() == "grpc/health/v1/health.proto");
        Assert.True(symbol.EndsWith("SERVING", StringComparison.Ordinal) || answer.ErrorResponse is null);
    }

    [Fact]
    public async Task FileByFilename_KnownAndUnknown_AreAnswered()
    {
        Assert.Equal("test/v1/extended.proto", Names(await AskAsync(new ServerReflectionRequest { FileByFilename = "test/v1/extended.proto" })).Single());
        Assert.Equal((int)StatusCode.NotFound, (await AskAsync(new ServerReflectionRequest { FileByFilename = "none" })).ErrorResponse.ErrorCode);
        Assert.Equal((int)StatusCode.InvalidArgument, (await AskAsync(new ServerReflectionRequest())).ErrorResponse.ErrorCode);
    }

    [Fact]
    public async Task Extensions_AreFoundByNumber()
    {
        ServerReflectionResponse file = await AskAsync(new ServerReflectionRequest
        {
            FileContainingExtension = new ExtensionRequest { ContainingType = "deai.test.v1.Extendable", ExtensionNumber = 150 },
        });
        ServerReflectionResponse numbers = await AskAsync(new ServerReflectionRequest { AllExtensionNumbersOfType = "deai.test.v1.Extendable" });
        ServerReflectionResponse none = await AskAsync(new ServerReflectionRequest { AllExtensionNumbersOfType = "deai.test.v1.EchoRequest" });
        ServerReflectionResponse unknown = await AskAsync(new ServerReflectionRequest { AllExtensionNumbersOfType = "deai.test.v1.Nothing" });

        Assert.Equal("test/v1/extended.proto", Names(file).Single());
        Assert.Equal([100, 150], numbers.AllExtensionNumbersResponse.ExtensionNumber);
        Assert.Empty(none.AllExtensionNumbersResponse.ExtensionNumber);
        Assert.Equal((int)StatusCode.NotFound, unknown.ErrorResponse.ErrorCode);
    }

    [Fact]
    public async Task Stream_ImportsAlreadySent_AreNotRepeated()
    {
        await using TestServer server = await TestServer.StartAsync();
        using GrpcChannel channel = server.Channel();
        using DuplexCall<Alpha.ServerReflectionRequest, Alpha.ServerReflectionResponse> call = channel.Duplex(AlphaInfo);
        await call.WriteAsync(new Alpha.ServerReflectionRequest { FileContainingSymbol = "deai.test.v1.Echo" });
        await call.WriteAsync(new Alpha.ServerReflectionRequest { FileContainingSymbol = "deai.test.v1.Echo" });
        await call.CompleteRequestsAsync();

        List<Alpha.ServerReflectionResponse> answers = await call.ReadAllAsync().ToListAsync();

        Assert.Equal([2, 1], answers.Select(answer => answer.FileDescriptorResponse.FileDescriptorProto.Count));
    }

    private static IEnumerable<string> Names(ServerReflectionResponse answer) =>
        answer.FileDescriptorResponse.FileDescriptorProto.Select(file => FileDescriptorProto.Parser.ParseFrom(file).Name);

    private static async Task<ServerReflectionResponse> AskAsync(ServerReflectionRequest request)
    {
        await using TestServer server = await TestServer.StartAsync();
        using GrpcChannel channel = server.Channel();
        using DuplexCall<ServerReflectionRequest, ServerReflectionResponse> call = channel.Duplex(Info);
        await call.WriteAsync(request);
        await call.CompleteRequestsAsync();
        return await call.ReadAllAsync().SingleAsync();
    }
}
