using System.Text.Json;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Genesis;

/// <summary>
/// One module's part of the genesis file, as JSON. Numbers are integers, members are unique: checked before a module sees it.
/// </summary>
/// <param name="Path">Where it stands in the file, for error messages.</param>
/// <param name="Json">An object; empty where the file has no such section.</param>
public sealed record GenesisSection(string Path, JsonElement Json)
{
    private static readonly ReasonCode BadGenesis = new("genesis.invalid");

    /// <summary>A refusal that names the place.</summary>
    public Result Refuse(string where, string detail) => Result.Refuse(BadGenesis, $"{Path}.{where}: {detail}");
}
