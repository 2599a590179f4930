using System.Runtime.CompilerServices;
using DeAI.Chain.Grpc.Reflection.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace DeAI.Chain.Grpc.Reflection;

/// <summary>The standard service <c>ServerReflection</c> in both packages that clients ask for, <c>grpc.reflection.v1</c> and <c>v1alpha</c>.</summary>
public static class ReflectionService
{
    /// <summary>Describes the given services, and itself. The two bindings go to the same mapping as the services.</summary>
    public static IReadOnlyList<GrpcServiceBinding> Create(IEnumerable<GrpcServiceBinding> services)
    {
        ServiceDescriptor v1 = ReflectionReflection.Descriptor.Services[0];
        ServiceDescriptor alpha = V1Alpha.ReflectionReflection.Descriptor.Services[0];
        var index = new DescriptorIndex([.. services.Select(service => service.Descriptor), v1, alpha]);
        return
        [
            new GrpcServiceBuilder(v1)
                .Duplex<ServerReflectionRequest, ServerReflectionResponse>(
                    "ServerReflectionInfo", (requests, call) => AnswerAsync(index, requests, call.CancellationToken))
                .Build(),
            new GrpcServiceBuilder(alpha)
                .Duplex<V1Alpha.ServerReflectionRequest, V1Alpha.ServerReflectionResponse>(
                    "ServerReflectionInfo", (requests, call) => AnswerAsync(index, requests.Select(FromAlpha), call.CancellationToken).Select(ToAlpha))
                .Build(),
        ];
    }

    // The two packages have the same fields under the same numbers, so one is the other's bytes.
    private static ServerReflectionRequest FromAlpha(V1Alpha.ServerReflectionRequest request) =>
        ServerReflectionRequest.Parser.ParseFrom(request.ToByteString());

    private static V1Alpha.ServerReflectionResponse ToAlpha(ServerReflectionResponse response) =>
        V1Alpha.ServerReflectionResponse.Parser.ParseFrom(response.ToByteString());

    private static async IAsyncEnumerable<ServerReflectionResponse> AnswerAsync(
        DescriptorIndex index, IAsyncEnumerable<ServerReflectionRequest> requests, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var sent = new HashSet<string>();
        await foreach (ServerReflectionRequest request in requests.WithCancellation(cancellation))
        {
            ServerReflectionResponse response = Answer(index, request, sent);
            response.ValidHost = request.Host;
            response.OriginalRequest = request;
            yield return response;
        }
    }

    private static ServerReflectionResponse Answer(DescriptorIndex index, ServerReflectionRequest request, HashSet<string> sent) =>
        request.MessageRequestCase switch
        {
            ServerReflectionRequest.MessageRequestOneofCase.ListServices => new ServerReflectionResponse
            {
                ListServicesResponse = new ListServiceResponse { Service = { index.Services.Select(name => new ServiceResponse { Name = name }) } },
            },
            ServerReflectionRequest.MessageRequestOneofCase.FileByFilename =>
                FileAnswer(index.File(request.FileByFilename), sent),
            ServerReflectionRequest.MessageRequestOneofCase.FileContainingSymbol =>
                FileAnswer(index.FileOfSymbol(request.FileContainingSymbol), sent),
            ServerReflectionRequest.MessageRequestOneofCase.FileContainingExtension =>
                FileAnswer(index.FileOfExtension(request.FileContainingExtension.ContainingType, request.FileContainingExtension.ExtensionNumber), sent),
            ServerReflectionRequest.MessageRequestOneofCase.AllExtensionNumbersOfType =>
                NumbersAnswer(request.AllExtensionNumbersOfType, index.ExtensionNumbers(request.AllExtensionNumbersOfType)),
            _ => Error(StatusCode.InvalidArgument, "The request names nothing."),
        };

    private static ServerReflectionResponse FileAnswer(FileDescriptor? file, HashSet<string> sent)
    {
        if (file is null)
        {
            return Error(StatusCode.NotFound, "Not known here.");
        }

        var answer = new FileDescriptorResponse { FileDescriptorProto = { file.SerializedData } };
        sent.Add(file.Name);
        AddDependencies(file, answer, sent);
        return new ServerReflectionResponse { FileDescriptorResponse = answer };
    }

    private static void AddDependencies(FileDescriptor file, FileDescriptorResponse answer, HashSet<string> sent)
    {
        foreach (FileDescriptor dependency in file.Dependencies)
        {
            if (sent.Add(dependency.Name))
            {
                answer.FileDescriptorProto.Add(dependency.SerializedData);
                AddDependencies(dependency, answer, sent);
            }
        }
    }

    private static ServerReflectionResponse NumbersAnswer(string type, IEnumerable<int>? numbers) => numbers is null
        ? Error(StatusCode.NotFound, "Not known here.")
        : new ServerReflectionResponse
        {
            AllExtensionNumbersResponse = new ExtensionNumberResponse { BaseTypeName = type, ExtensionNumber = { numbers } },
        };

    private static ServerReflectionResponse Error(StatusCode code, string message) =>
        new() { ErrorResponse = new ErrorResponse { ErrorCode = (int)code, ErrorMessage = message } };
}
