using DeAI.Chain.Api.V1;
using DeAI.Chain.Cli.Commands.Demo.Cast;
using DeAI.Chain.Cli.Commands.Demo.Chain;
using DeAI.Chain.Cli.Commands.Demo.Report;
using DeAI.Chain.Modules;
using DeAI.Chain.Modules.Models.Messages;
using Attribute = DeAI.Chain.Api.V1.Attribute;
using Task = System.Threading.Tasks.Task;

namespace DeAI.Chain.Cli.Commands.Demo.Chapters;

/// <summary>A cargo owner buys a prediction; those who trained the model are paid in the same block.</summary>
internal sealed class PredictionChapter : Chapter
{
    private const string PayPrefix = "pay_";
    private const string TreasuryPay = "pay_treasury";

    public override string Title => "A cargo owner buys a prediction";

    public override string Meaning =>
        "The customer asks about a flight that nobody trained on. The price goes to everyone behind the model in the very block that answers.";

    public override async Task RunAsync(DemoContext demo, CancellationToken cancel)
    {
        DemoNode node = demo.Network.Nodes[0];
        await demo.Sender.SendAsync(
            node, demo.Troupe.Named(Companies.Regulator), ModuleIds.Models, Approve.Type, new Approve(demo.Version), cancel);
        ModelVersion version = await demo.Auditor.VersionAsync(demo.Version, cancel);
        MayFlight flight = await MayFlight.PickAsync(demo.Files.May("atl"), 50, cancel);
        demo.Stage.Tell(Companies.Customer, $"asks about the flight {flight.Line.Replace(',', ' ')} (its true delay is told to nobody)");

        Actor customer = demo.Troupe.Named(Companies.Customer);
        Transaction bought = await demo.Sender.SendAsync(
            node, customer, ModuleIds.Models, Predict.Type, new Predict(demo.Version, flight.Features, new Credits(version.Price)), cancel);
        Event answer = bought.EventOf("models.predicted") ?? throw new DemoException("The receipt of the prediction holds no answer");
        demo.Stage.Tell("Chain", $"{Words(answer)}; it came {flight.DelayMinutes} minutes late", bought.Height);
        await PaidAsync(demo, version, bought, answer, cancel);
    }

    private static async Task PaidAsync(DemoContext demo, ModelVersion version, Transaction bought, Event answer, CancellationToken cancel)
    {
        DemoNode[] witnesses = [demo.Auditor, demo.Network.Validators[1]];
        await Task.WhenAll(witnesses.Select(witness => witness.WaitForHeightAsync(bought.Height, TimeSpan.FromSeconds(20), cancel)));
        ulong price = Number(answer, "price");
        ulong paidOut = Number(answer, TreasuryPay);
        bool sameBlock = true;
        foreach (Attribute pay in answer.Attributes.Where(static pay => pay.Name.StartsWith(PayPrefix, StringComparison.Ordinal) && pay.Name != TreasuryPay))
        {
            string organisation = pay.Name[PayPrefix.Length..];
            ulong amount = ulong.Parse(pay.Value);
            LineageShare share = version.Lineage.First(share => $"{share.Organisation}" == organisation);
            AccountId account = Wire.Account(share.Account);
            foreach (DemoNode witness in witnesses)
            {
                ulong before = await witness.HeldAtAsync(account, bought.Height - 1, cancel);
                ulong after = await witness.HeldAtAsync(account, bought.Height, cancel);
                sameBlock &= after - before == amount;
            }

            paidOut += amount;
            demo.Stage.Tell(demo.Troupe.NameOf(account), $"is paid {amount} credits for its share of {share.Share / 10_000.0:F1} %", bought.Height);
        }

        demo.Report.Prediction = new PredictionSection(price, paidOut, sameBlock);
        if (price != paidOut || !sameBlock)
        {
            throw new DemoException($"The price was {price}, paid out were {paidOut}, in the same block: {sameBlock}");
        }
    }

    private static string Words(Event answer)
    {
        double probability = Number(answer, "probability_parts") / 65536.0;
        string minutes = $"{Minutes(answer, "delay_minutes_32nds"):F0} minutes ({Minutes(answer, "lower_minutes_32nds"):F0} to {Minutes(answer, "upper_minutes_32nds"):F0})";
        return $"late by more than 15 minutes with {probability:P0} probability, expected delay {minutes}";
    }

    private static double Minutes(Event answer, string name) => long.TryParse(answer.Attribute(name), out long parts) ? parts / 32.0 : double.NaN;

    private static ulong Number(Event answer, string name) =>
        ulong.TryParse(answer.Attribute(name), out ulong value) ? value : throw new DemoException($"{answer.Name} has no number {name}");
}
