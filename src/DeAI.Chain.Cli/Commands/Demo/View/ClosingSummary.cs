using DeAI.Chain.Cli.Commands.Demo.Report;
using Spectre.Console;

namespace DeAI.Chain.Cli.Commands.Demo.View;

/// <summary>What the run showed, on one screen.</summary>
internal static class ClosingSummary
{
    public static void Write(IAnsiConsole console, DemoReport report)
    {
        Table table = new() { Border = TableBorder.Rounded, ShowHeaders = false, Title = new TableTitle("What this run showed") };
        table.AddColumns("what", "measured");
        foreach ((string what, string measured) in Lines(report))
        {
            table.AddRow(Markup.Escape(what), Markup.Escape(measured));
        }

        console.WriteLine();
        console.Write(table);
    }

    private static IEnumerable<(string What, string Measured)> Lines(DemoReport report)
    {
        yield return ("network", $"{report.Validators} validators, {report.Auditors} auditor, {report.FinalizedHeight} final blocks, {report.Transactions} transactions");
        yield return ("training", $"{report.Members} companies, {report.Rounds} rounds; {report.Proofs!.Accepted} runs replayed and accepted, {report.Proofs.Refused} refused");
        foreach (RefusalEntry refusal in report.Proofs.Refusals)
        {
            yield return ($"  {refusal.Attack}", $"refused with {refusal.Reason}, bond lost");
        }

        ModelSection model = report.Model!;
        yield return ("model", $"AUC {model.JointAuc:F4} together, {model.LocalAuc.Average():F4} alone on average ({model.LocalAuc.Min():F4} to {model.LocalAuc.Max():F4})");
        yield return ("", $"mean error {model.JointMaeMinutes:F2} minutes; guessing the median errs by {model.MedianMaeMinutes:F2}");
        yield return ("prediction", $"{report.Prediction!.PriceCredits} credits paid, {report.Prediction.PaidOut} paid out, in the same block: {YesNo(report.Prediction.SameBlock)}");
        yield return ("bounty", $"{report.Bounty!.Paid} credits paid to the worker");
        yield return ("vote", $"base fee from {report.Governance!.FeeBefore} to {report.Governance.FeeAfter} credits at block {report.Governance.ExecutedAtHeight}");
        yield return ("fault", $"{report.Faults!.KilledValidator} killed; {report.Faults.FinalizedAfterKill} blocks without it; came back to the same state: {YesNo(report.Faults.Rejoined)}");
        yield return ("audit", $"state roots equal on all nodes: {YesNo(report.StateRoot!.Equal)}; credits conserved: {YesNo(report.Conservation!.Value)}");
        yield return ("time", $"{report.WallSeconds:F0} s");
    }

    private static string YesNo(bool value) => value ? "yes" : "no";
}
