using DeAI.Chain.Ledger.Blocks;

namespace DeAI.Chain.Cli.Commands.Node;

/// <summary>Names the first field in which two headers differ.</summary>
internal static class HeaderDifference
{
    private static readonly (string Name, Func<BlockHeader, object> Value)[] Fields =
    [
        ("chain", static header => header.Chain),
        ("epoch", static header => header.Epoch),
        ("height", static header => header.Height),
        ("view", static header => header.View),
        ("parent", static header => header.Parent),
        ("time", static header => header.TimeMs),
        ("transactions root", static header => header.TransactionsRoot),
        ("state root", static header => header.StateRoot),
        ("receipts root", static header => header.ReceiptsRoot),
        ("history root", static header => header.HistoryRoot),
        ("validators hash", static header => header.ValidatorsHash),
        ("next validators hash", static header => header.NextValidatorsHash),
        ("parameters hash", static header => header.ParametersHash),
        ("proposer", static header => header.Proposer),
        ("beacon proof", static header => header.BeaconProof),
    ];

    public static string Describe(BlockHeader stored, BlockHeader computed)
    {
        foreach ((string name, Func<BlockHeader, object> value) in Fields)
        {
            if (!value(stored).Equals(value(computed)))
            {
                return $"{name} is {value(stored)}, replay gives {value(computed)}";
            }
        }

        throw new InvalidOperationException("The headers are equal.");
    }
}
