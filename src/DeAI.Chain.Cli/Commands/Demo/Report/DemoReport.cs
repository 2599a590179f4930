using System.Text.Json;
using System.Text.Json.Serialization;

namespace DeAI.Chain.Cli.Commands.Demo.Report;

/// <summary>What a run showed: each chapter writes what it measured.</summary>
internal sealed class DemoReport
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    };

    public int? Validators { get; set; }

    public int? Auditors { get; set; }

    public int? Members { get; set; }

    public int? Rounds { get; set; }

    public ulong? FinalizedHeight { get; set; }

    public long? Transactions { get; set; }

    public ProofsSection? Proofs { get; set; }

    public ModelSection? Model { get; set; }

    public PredictionSection? Prediction { get; set; }

    public bool? Conservation { get; set; }

    public StateRootSection? StateRoot { get; set; }

    public BountySection? Bounty { get; set; }

    public GovernanceSection? Governance { get; set; }

    public FaultsSection? Faults { get; set; }

    public double? WallSeconds { get; set; }

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>The fields that no chapter filled.</summary>
    public IReadOnlyList<string> Missing() =>
        [.. typeof(DemoReport).GetProperties().Where(property => property.GetValue(this) is null).Select(static property => property.Name)];
}
