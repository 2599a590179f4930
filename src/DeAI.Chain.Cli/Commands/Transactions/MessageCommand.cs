using System.CommandLine;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Cli.Commands.Transactions;

/// <summary>One command for one message of a module: the fields say which options there are, the shape makes the message of them.</summary>
internal static class MessageCommand
{
    public static Command Make<TMessage>(
        CommandFactory factory, string name, string description, ModuleId module, ushort type, Func<MessageFields, Func<MessageValues, TMessage>> shape)
        where TMessage : ICanonical<TMessage> =>
        MakeAsync<TMessage>(factory, name, description, module, type, fields =>
        {
            Func<MessageValues, TMessage> build = shape(fields);
            return values => Task.FromResult(build(values));
        });

    /// <summary>For a message whose building reads files or asks a node.</summary>
    public static Command MakeAsync<TMessage>(
        CommandFactory factory, string name, string description, ModuleId module, ushort type, Func<MessageFields, Func<MessageValues, Task<TMessage>>> shape)
        where TMessage : ICanonical<TMessage>
    {
        Sending sending = new();
        MessageFields fields = new();
        Func<MessageValues, Task<TMessage>> build = shape(fields);
        return factory.Make(name, description, [.. fields.Options, .. sending.Symbols], context => sending.Send(context, module, type, fields, build));
    }
}
