using DeAI.Chain.Agent.Data;
using DeAI.Chain.Agent.Evaluation;
using DeAI.Chain.Api.V1;
using DeAI.Chain.Cli.Commands.Demo.Cast;
using DeAI.Chain.Cli.Commands.Demo.Report;
using DeAI.Chain.Compute;
using DeAI.Chain.Learning;
using DeAI.Chain.Learning.Data;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Primitives.Encoding;
using Task = System.Threading.Tasks.Task;

namespace DeAI.Chain.Cli.Commands.Demo.Chapters;

/// <summary>Was it worth it: the joint model against what each company could train alone, on flights that nobody trained on.</summary>
internal sealed class EvaluationChapter : Chapter
{
    private static readonly DateOnly May = new(2001, 5, 1);

    public override string Title => "What the joint model is worth";

    public override string Meaning =>
        "All flights of May, kept apart. AUC is the chance that a late flight is ranked above a punctual one: 0.5 is guessing, 1 is knowing.";

    public override TimeSpan Limit => TimeSpan.FromSeconds(120);

    public override async Task RunAsync(DemoContext demo, CancellationToken cancel)
    {
        TaskTerms terms = demo.Terms ?? throw new InvalidOperationException("There is no task yet.");
        ITensorBackend backend = BackendSelector.Choose().Backend;
        string[] airports = [.. Companies.Members.Select(static member => member.Airport)];
        IReadOnlyList<EncodedFlights> held = OrFail(await ModelEvaluation.ReadAsync([.. airports.Select(demo.Files.May)], cancel));

        List<double> local = [];
        List<int> delays = [];
        for (int i = 0; i < airports.Length; i++)
        {
            cancel.ThrowIfCancellationRequested();
            Actor member = demo.Troupe.Members[i];
            EncodedFlights rows = OrFail(await FlightSource.ReadAsync(demo.Files.Training(airports[i]), May, cancel));
            delays.AddRange(rows.DelayMinutes);
            using MemberSecret secret = MemberSecret.Of(member.Key);
            DataLayout layout = new((int)terms.Training.Rounds, DemoTerms.HoldoutBlocksPerRound, demo.Settings.MaxTrainingBlocks);
            MemberData data = OrFail(MemberData.Create(rows, secret, layout));
            ModelWeights alone = LocalTraining.Run(terms, data.Training.Blocks, terms.WeightsSeed, backend);
            EvaluationReport report = OrFail(ModelEvaluation.Evaluate(terms.Model, alone, held, backend));
            local.Add(Math.Round(report.Auc, 4));
            demo.Stage.Tell(member.Name, $"alone: AUC {report.Auc:F4}, mean error {report.MeanAbsoluteError:F2} minutes");
        }

        EvaluationReport joint = OrFail(ModelEvaluation.Evaluate(terms.Model, await JointAsync(demo, cancel), held, backend));
        double median = MedianError(delays, held);
        demo.Stage.Tell("Together", $"AUC {joint.Auc:F4}, mean error {joint.MeanAbsoluteError:F2} minutes on {joint.Rows} flights; always guessing the median errs by {median:F2}");
        demo.Report.Model = new ModelSection(local, Math.Round(joint.Auc, 4), Math.Round(joint.MeanAbsoluteError, 3), Math.Round(median, 3));
    }

    /// <summary>From the chain, checked against the hash that the version states.</summary>
    private static async Task<ModelWeights> JointAsync(DemoContext demo, CancellationToken cancel)
    {
        Weights encoded = await demo.Auditor.WeightsAsync(demo.Version, cancel);
        ModelVersion version = await demo.Auditor.VersionAsync(demo.Version, cancel);
        ModelWeights weights = OrFail(Canonical.Decode<ModelWeights>(encoded.Encoded.Span));
        return weights.Hash == Chain.Wire.Hash(version.WeightsHash)
            ? weights
            : throw new DemoException("The weights that the auditor gave are not those of the version");
    }

    /// <summary>Of the guess that every flight is as late as the median flight of the training months.</summary>
    private static double MedianError(List<int> training, IReadOnlyList<EncodedFlights> held)
    {
        training.Sort();
        int median = training[training.Count / 2];
        long error = 0;
        long rows = 0;
        foreach (EncodedFlights part in held)
        {
            foreach (int delay in part.DelayMinutes)
            {
                error += Math.Abs(delay - median);
                rows++;
            }
        }

        return (double)error / rows;
    }

    private static T OrFail<T>(Result<T> result) =>
        result.TryGet(out T value, out Refusal? refusal) ? value : throw new DemoException(refusal.ToString());
}
