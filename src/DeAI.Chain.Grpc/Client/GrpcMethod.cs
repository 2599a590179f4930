using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace DeAI.Chain.Grpc;

/// <summary>A method as a client calls it: its path and the types of its messages.</summary>
public sealed class GrpcMethod<TRequest, TResponse>
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>, new()
{
    /// <summary>Names a method by its descriptor.</summary>
    /// <exception cref="ArgumentException">The method has other message types.</exception>
    public GrpcMethod(MethodDescriptor descriptor)
        : this($"{descriptor.Service.FullName}/{descriptor.Name}")
    {
        if (descriptor.InputType.ClrType != typeof(TRequest) || descriptor.OutputType.ClrType != typeof(TResponse))
        {
            throw new ArgumentException($"{descriptor.FullName} has other message types.", nameof(descriptor));
        }
    }

    /// <param name="fullName"><c>package.Service/Method</c>.</param>
    /// <param name="parser">Null: a parser that drops unknown fields.</param>
    /// <exception cref="ArgumentException">The name has another form.</exception>
    public GrpcMethod(string fullName, MessageParser<TResponse>? parser = null)
    {
        string[] parts = fullName.Split('/');
        if (parts.Length != 2 || parts[0].Length == 0 || parts[1].Length == 0)
        {
            throw new ArgumentException($"'{fullName}' is not of the form package.Service/Method.", nameof(fullName));
        }

        FullName = fullName;
        ResponseParser = parser ?? MessageParsers<TResponse>.Instance;
    }

    /// <summary><c>package.Service/Method</c>.</summary>
    public string FullName { get; }

    internal MessageParser<TResponse> ResponseParser { get; }
}
