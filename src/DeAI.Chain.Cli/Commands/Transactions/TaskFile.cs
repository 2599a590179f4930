using System.Text.Json;
using System.Text.Json.Serialization;
using DeAI.Chain.Agent.Data;
using DeAI.Chain.Learning;
using DeAI.Chain.Modules.Federation.Contracts;

namespace DeAI.Chain.Cli.Commands.Transactions;

/// <summary>A task's terms as a sponsor writes them. The data are flights: that schema's digest and ranges are put in here.</summary>
/// <param name="WeightsSeed">64 hexadecimal digits.</param>
internal sealed record TaskFile(
    string Name, string Purpose, TaskModel Model, string WeightsSeed, TrainingTerms Training, PhaseLengths Phases, TaskReward Reward)
{
    private const int MaxBytes = 64 << 10;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static TaskFile Of(TaskTerms terms)
    {
        RewardTerms reward = terms.Reward;
        return new TaskFile(
            terms.Name,
            terms.Purpose,
            new TaskModel([.. terms.Model.Widths], [.. terms.Model.LearningRates]),
            terms.WeightsSeed.ToString(),
            terms.Training,
            terms.Phases,
            new TaskReward(
                reward.Bond.Value, reward.PerRound.Value, reward.WorkParts, reward.QualityParts, reward.ValidatorParts, reward.PredictionPrice.Value, reward.ContributorParts));
    }

    /// <exception cref="CliException">The file is not readable, or its model cannot be trained exactly.</exception>
    public static TaskTerms Read(string path)
    {
        FileInfo file = new(path);
        if (!file.Exists || file.Length > MaxBytes)
        {
            throw new CliException("tx.bad_terms", $"{path} {(file.Exists ? $"has more than {MaxBytes} bytes" : "does not exist")}", "start from deai tx federation template");
        }

        try
        {
            TaskFile terms = JsonSerializer.Deserialize<TaskFile>(File.ReadAllText(path), Json) ?? throw new JsonException("the file holds null");
            return terms.ToTerms(path);
        }
        catch (JsonException error)
        {
            throw new CliException("tx.bad_terms", $"{path}: {error.Message}", "start from deai tx federation template");
        }
    }

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    private TaskTerms ToTerms(string path)
    {
        ModelSpecification model = ModelSpecification.Create(Model.Widths, Model.LearningRates);
        model.Validate().OrFail($"correct the model in {path}");
        return new TaskTerms(
            Name,
            Purpose,
            model,
            FlightSource.SchemaDigest,
            FlightSource.Ranges,
            new Hash256(Arguments.Hash(WeightsSeed, "weights_seed")),
            Training,
            Phases,
            new RewardTerms(
                new Credits(Reward.Bond), new Credits(Reward.PerRound), Reward.WorkParts, Reward.QualityParts, Reward.ValidatorParts,
                new Credits(Reward.PredictionPrice), Reward.ContributorParts));
    }
}
