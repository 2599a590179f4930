using Google.Protobuf.Reflection;

namespace DeAI.Chain.Grpc;

/// <summary>A service of a .proto file with a handler for each of its methods. Made by <see cref="GrpcServiceBuilder"/>.</summary>
public sealed class GrpcServiceBinding
{
    internal GrpcServiceBinding(ServiceDescriptor descriptor, IReadOnlyList<GrpcMethodBinding> methods)
    {
        Descriptor = descriptor;
        Methods = methods;
    }

    /// <summary>The service.</summary>
    public ServiceDescriptor Descriptor { get; }

    /// <summary>In the order of the .proto file.</summary>
    public IReadOnlyList<GrpcMethodBinding> Methods { get; }
}
