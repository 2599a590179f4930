using System.Globalization;
using System.Runtime.InteropServices;
using DeAI.Chain.Learning;
using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Modules.Models;
using DeAI.Chain.Modules.Models.Contracts;
using DeAI.Chain.Modules.Models.Messages;
using DeAI.Chain.Modules.Models.Queries;
using DeAI.Chain.Modules.Tests.Testing;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Tests.Models;

public sealed class ModelsTests
{
    private readonly TrainingScenario _scenario = new TrainingScenario().Propose();
    private readonly Hash256 _version;

    public ModelsTests() => _version = _scenario.CompleteRound();

    private ModuleTestChain Chain => _scenario.Chain;

    private TestAccount Customer => Chain["customer"];

    private TestAccount Approver => Chain["approver"];

    private static Blob Features { get; } = new(MemoryMarshal.AsBytes(TestMember.Block(77).Features[..TestMember.Features]).ToArray());

    private ModelVersion Version => ModelsQueries.TryGetVersion(Chain.State, _version, out ModelVersion? version) ? version : throw new InvalidOperationException();

    private Predict Question => new(_version, Features, new Credits(5_000));

    [Fact]
    public void Predict_ApprovedVersion_PaysContributorsInTheSameBlock()
    {
        Apply(Approver, Approve.Type, new Approve(_version));
        Credits[] before = [.. _scenario.Members.Select(member => _scenario.HeldBy(member.Account))];
        Credits customer = _scenario.HeldBy(Customer);
        Receipt receipt = Chain.Send(Customer, ModuleIds.Models, Predict.Type, Question);
        Assert.Equal(ReceiptStatus.Applied, receipt.Status);
        SortedDictionary<string, string> answer = new(StringComparer.Ordinal);
        foreach (EventAttribute attribute in Assert.Single(receipt.Events).Attributes)
        {
            answer.Add(attribute.Name, attribute.Value);
        }

        Assert.Equal("1001", answer["price"]);
        Assert.Equal("101", answer["pay_treasury"]);
        ulong paid = 0;
        for (int i = 0; i < before.Length; i++)
        {
            Credits got = _scenario.HeldBy(_scenario.Members[i].Account) - before[i];
            Assert.Equal(got.ToString(), answer[$"pay_{_scenario.Members[i].Account.Organisation}"]);
            paid += got.Value;
        }

        Assert.Equal(900UL, paid);
        Assert.Equal(new Credits(1_001) + receipt.Fee, customer - _scenario.HeldBy(Customer));
        Assert.Equal(new VersionUsage(1, new Credits(1_001), new Credits(900), new Credits(101), 0), ModelsQueries.UsageOf(Chain.State, _version));

        Prediction expected = Predictor.Create(TrainingScenario.Model, TrainingScenario.Backend, ModelsQueries.WeightsOf(Chain.State, _version)!).Value
            .Predict(MemoryMarshal.Cast<byte, sbyte>(Features.Span), Version.Error.ToQuantiles())[0];
        Assert.Equal(expected.LateProbability.ToString(CultureInfo.InvariantCulture), answer["probability_parts"]);
        Assert.Equal(expected.DelayMinutes.ToString(CultureInfo.InvariantCulture), answer["delay_minutes_32nds"]);
        Assert.True(expected.LowerMinutes < expected.UpperMinutes);
        Chain.Replay();
    }

    [Fact]
    public void Predict_WhatDoesNotFit_IsRefused()
    {
        Refuse(Errors.UnknownVersion, Customer, Predict.Type, Question with { Version = _scenario.Task });
        Refuse(Errors.NotApproved, Customer, Predict.Type, Question);
        Apply(Approver, Approve.Type, new Approve(_version));
        Refuse(Errors.WrongFeatures, Customer, Predict.Type, Question with { Features = new Blob(new byte[9]) });
        Refuse(Errors.PriceTooHigh, Customer, Predict.Type, Question with { MaxPrice = new Credits(1_000) });
        Chain.Drop(Errors.WrongFeatures, Customer, ModuleIds.Models, Predict.Type, Question with { Features = default });
        Apply(_scenario.Sponsor, SetPrice.Type, new SetPrice(_version, new Credits(TestGenesis.DefaultCredits)));
        Refuse(Errors.InsufficientCredits, Customer, Predict.Type, Question with { MaxPrice = new Credits(ulong.MaxValue) });
    }

    [Fact]
    public void Suspend_InTheSameBlock_StopsCallsFromTheNext()
    {
        Apply(Approver, Approve.Type, new Approve(_version));
        IReadOnlyList<Receipt> receipts = Chain.Block(
            TestMessage.Of(Approver, ModuleIds.Models, Suspend.Type, new Suspend(_version)),
            TestMessage.Of(Customer, ModuleIds.Models, Predict.Type, Question));
        Assert.All(receipts, receipt => Assert.Equal(ReceiptStatus.Applied, receipt.Status));
        Refuse(Errors.Suspended, Customer, Predict.Type, Question);
        Assert.Equal(Errors.Suspended, ModelsQueries.QuoteOf(Chain.State, Chain.Height.Next, _version).Refusal!.Code);
        Refuse(Errors.SameStatus, Approver, Suspend.Type, new Suspend(_version));
        Apply(Approver, Approve.Type, new Approve(_version));
        Apply(Customer, Predict.Type, Question);
    }

    [Fact]
    public void Approve_AndSuspend_ByTheWrongOnes_AreRefused()
    {
        Refuse(Modules.Registry.Errors.MissingRole, Customer, Approve.Type, new Approve(_version));
        Refuse(Modules.Registry.Errors.MissingRole, Customer, Suspend.Type, new Suspend(_version));
        Refuse(Errors.UnknownVersion, Approver, Approve.Type, new Approve(_scenario.Task));
        Refuse(Errors.UnknownVersion, Approver, Suspend.Type, new Suspend(_scenario.Task));
        Refuse(Errors.NotApproved, Approver, Suspend.Type, new Suspend(_version));
        Chain.Apply(
            Chain["registrar"],
            ModuleIds.Registry,
            Modules.Registry.Messages.SetRoles.Type,
            new Modules.Registry.Messages.SetRoles(_scenario.Sponsor.Id, Modules.Registry.Contracts.Role.Approver, Modules.Registry.Contracts.Role.None));
        Refuse(Errors.OwnVersion, _scenario.Sponsor, Approve.Type, new Approve(_version));
        Apply(Approver, Approve.Type, new Approve(_version));
        Refuse(Errors.SameStatus, Approver, Approve.Type, new Approve(_version));
    }

    [Fact]
    public void SetPrice_ByThePublisher_ChangesTheQuote()
    {
        Apply(Approver, Approve.Type, new Approve(_version));
        Apply(_scenario.Sponsor, SetPrice.Type, new SetPrice(_version, new Credits(7)));
        Assert.Equal(
            new Quote(_version, new Credits(7), new Credits(6), new Credits(1)),
            ModelsQueries.QuoteOf(Chain.State, Chain.Height.Next, _version).Value);
        Refuse(Modules.Registry.Errors.MissingRole, Customer, SetPrice.Type, new SetPrice(_version, Credits.Zero));
        Refuse(Errors.UnknownVersion, _scenario.Sponsor, SetPrice.Type, new SetPrice(_scenario.Task, Credits.Zero));
        Chain.Drop(Errors.BadPrice, _scenario.Sponsor, ModuleIds.Models, SetPrice.Type, new SetPrice(_version, new Credits(ulong.MaxValue)));
        Chain.Apply(
            Chain["registrar"],
            ModuleIds.Registry,
            Modules.Registry.Messages.SetRoles.Type,
            new Modules.Registry.Messages.SetRoles(Customer.Id, Modules.Registry.Contracts.Role.Sponsor, Modules.Registry.Contracts.Role.None));
        Refuse(Errors.NotPublisher, Customer, SetPrice.Type, new SetPrice(_version, Credits.Zero));
    }

    [Fact]
    public void ReportOutcome_OncePerPrediction_IsRecorded()
    {
        Apply(Approver, Approve.Type, new Approve(_version));
        Hash256 prediction = Chain.Apply(Customer, ModuleIds.Models, Predict.Type, Question);
        ReportOutcome outcome = new(_version, prediction, 23);
        Apply(Customer, ReportOutcome.Type, outcome);
        Assert.Equal(23, Assert.Single(ModelsQueries.Outcomes(Chain.State, _version)).Record.DelayMinutes);
        Assert.Equal(1UL, ModelsQueries.UsageOf(Chain.State, _version).Outcomes);
        Refuse(Errors.AlreadyReported, Customer, ReportOutcome.Type, outcome);
        Refuse(Errors.UnknownVersion, Customer, ReportOutcome.Type, outcome with { Version = _scenario.Task });
        Chain.Drop(Errors.BadOutcome, Customer, ModuleIds.Models, ReportOutcome.Type, outcome with { DelayMinutes = 10_081 });
    }

    [Fact]
    public void Publish_CompletedRound_StatesLineage()
    {
        Assert.Equal(_scenario.Task, Version.Task);
        Assert.Equal(_scenario.Sponsor.Organisation, Version.Publisher);
        Assert.Equal(ModelsQueries.WeightsOf(Chain.State, _version)!.Hash, Version.WeightsHash);
        Assert.Equal(_version, Assert.Single(ModelsQueries.Versions(Chain.State)).Id);
        Assert.Equal(3, Version.Shares.Count);
        Assert.Equal(VersionStatus.Published, Version.Status);
    }

    private void Apply<TMessage>(TestAccount from, ushort type, TMessage message)
        where TMessage : Primitives.Encoding.ICanonical<TMessage> => Chain.Apply(from, ModuleIds.Models, type, message);

    private void Refuse<TMessage>(ReasonCode reason, TestAccount from, ushort type, TMessage message)
        where TMessage : Primitives.Encoding.ICanonical<TMessage> => Chain.Refuse(reason, from, ModuleIds.Models, type, message);
}
