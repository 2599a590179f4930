using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Modules;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Fuzzing.Tests;

/// <summary>Payloads as a node binds them to the handler of their message: decoded, held against the rules that need no state, priced.</summary>
internal static class MessageDecoders
{
    /// <summary>Beyond decoding, a rule may build sets of names and print what it refuses.</summary>
    private static readonly AllocationBound Bound = new(64 << 10, 96);

    public static IEnumerable<Decoder> All() => ModuleCatalog.Create().Modules.SelectMany(static module => module.Handlers.Select(handler => Of(module, handler)));

    private static CustomDecoder<IBoundMessage> Of(IModule module, IMessageHandler handler)
    {
        Type message = MessageOf(handler.GetType());
        return new CustomDecoder<IBoundMessage>($"message.{module.Name}.{handler.Name}", Bound, () => Seeds(message), input => Bind(handler, input)) { HasHardRules = true };
    }

    private static Result<IBoundMessage> Bind(IMessageHandler handler, byte[] payload)
    {
        Result<IBoundMessage> bound = handler.Bind(payload);
        if (bound.Refusal is null)
        {
            _ = bound.Value.Work;
        }

        return bound;
    }

    private static Type MessageOf(Type? handler)
    {
        while (handler is not { IsGenericType: true } || handler.GetGenericTypeDefinition() != typeof(MessageHandler<>))
        {
            handler = handler!.BaseType;
        }

        return handler.GenericTypeArguments[0];
    }

    private static IReadOnlyList<byte[]> Seeds(Type message) =>
        ((Decoder)Activator.CreateInstance(typeof(CanonicalDecoder<>).MakeGenericType(message), Bound)!).Seeds;
}
