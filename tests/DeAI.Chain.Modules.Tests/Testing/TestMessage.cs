using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Tests.Testing;

/// <summary>A message on its way: who sends what to which module.</summary>
public sealed record TestMessage(TestAccount From, ModuleId Module, ushort Type, Blob Payload)
{
    public static TestMessage Of<TMessage>(TestAccount from, ModuleId module, ushort type, TMessage message)
        where TMessage : ICanonical<TMessage> => new(from, module, type, new Blob(Canonical.Encode(message)));
}
