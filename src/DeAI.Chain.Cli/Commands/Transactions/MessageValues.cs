using DeAI.Chain.Client;

namespace DeAI.Chain.Cli.Commands.Transactions;

/// <summary>What a message is built from: the command line, and what only a node or the sender knows.</summary>
/// <param name="Tip">The newest final height; known where a height was given relative to it.</param>
/// <param name="Client">For a message that has to ask something more.</param>
/// <param name="Sender">The account that will sign.</param>
internal sealed record MessageValues(CommandContext Context, Height Tip, ChainClient Client, Func<AccountId> Sender);
