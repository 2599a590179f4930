using System.CommandLine;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Modules.Accounts.Queries;
using DeAI.Chain.Modules.Contribution.Queries;
using DeAI.Chain.Primitives;
using Command = System.CommandLine.Command;

namespace DeAI.Chain.Cli.Commands.Proofs;

/// <summary><c>deai prove range</c>: all entries between two keys, with the proof that none is left out.</summary>
internal static class RangeCommand
{
    public static Command Create(CommandFactory factory)
    {
        Option<string?> prefix = new("--prefix") { Description = "All keys that start with these bytes, in hexadecimal." };
        Option<string?> first = new("--first") { Description = "The lowest key that belongs to the range, in hexadecimal." };
        Option<string?> end = new("--end") { Description = "The lowest key that no longer does, in hexadecimal." };
        Option<string?> shares = new("--shares-of") { Description = "All shares in a task, by its id." };
        Option<bool> balances = new("--balances") { Description = "All accounts' balances." };
        Option<ulong> height = ProveCommands.HeightOption();
        return ProveCommands.Make(
            factory, "range", "All state entries between two keys, and that there are no others.", [prefix, first, end, shares, balances, height],
            (client, context) =>
            {
                KeyRange[] ranges =
                [
                    .. Given(context.Get(prefix), static text => KeyRange.OfPrefix(ProveCommands.Hex(text))),
                    .. Given(context.Get(shares), static text => KeyRange.OfPrefix(
                        ContributionQueries.ShareKey(new Hash256(Arguments.Hash(text, "task")), 0, default).AsSpan()[..^(2 * sizeof(uint))])),
                    .. context.Get(balances) ? [KeyRange.OfPrefix(AccountsQueries.BalanceKey(default).AsSpan()[..^Bytes32.Length])] : Array.Empty<KeyRange>(),
                    .. Given(
                        context.Get(first) ?? context.Get(end),
                        _ => new KeyRange(Bound(context.Get(first)), Bound(context.Get(end)))),
                ];
                return ranges.Length == 1
                    ? client.ProveRangeAsync(ranges[0], new Height(context.Get(height)), context.Stop)
                    : throw CliException.Usage("give one of --prefix, --shares-of, --balances, or --first and --end");
            });
    }

    private static IEnumerable<KeyRange> Given(string? text, Func<string, KeyRange> range) => text is null ? [] : [range(text)];

    private static Blob Bound(string? text) => text is null ? Blob.Empty : new Blob(ProveCommands.Hex(text));
}
