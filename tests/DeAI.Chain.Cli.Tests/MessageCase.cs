using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Cli.Tests;

/// <summary>A command line, and the message that it stands for.</summary>
internal sealed record MessageCase(string Line, Type Message, ModuleId Module, ushort Type, byte[] Payload)
{
    public static MessageCase Of<TMessage>(string line, ModuleId module, ushort type, TMessage message)
        where TMessage : ICanonical<TMessage> => new(line, typeof(TMessage), module, type, Canonical.Encode(message));
}
