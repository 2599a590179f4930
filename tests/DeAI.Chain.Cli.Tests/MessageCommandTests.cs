using DeAI.Chain.Agent;
using DeAI.Chain.Agent.Data;
using DeAI.Chain.Cli.Terminal;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Modules;
using DeAI.Chain.Modules.Accountability.Messages;
using DeAI.Chain.Modules.Accounts.Messages;
using DeAI.Chain.Modules.Bounties.Messages;
using DeAI.Chain.Modules.Consent.Messages;
using DeAI.Chain.Modules.Federation.Messages;
using DeAI.Chain.Modules.Governance.Contracts;
using DeAI.Chain.Modules.Governance.Messages;
using DeAI.Chain.Modules.Models.Messages;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Modules.Registry.Messages;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Cli.Tests;

/// <summary>Each command of <c>deai tx</c> makes the message that it says, compared byte by byte.</summary>
public sealed class MessageCommandTests
{
    private const string A = "aa00000000000000000000000000000000000000000000000000000000000000";
    private const string B = "bb00000000000000000000000000000000000000000000000000000000000000";

    /// <summary>An agent makes these out of its data and its run; the one left needs a new key's signature and is tested on a network.</summary>
    private static readonly string[] NotByHand = ["Register", "Commit", "Open", "RevealHoldout", "RotateKey", "ReportOffence"];

    private static readonly Hash256 HashA = new(Convert.FromHexString(A));
    private static readonly Hash256 HashB = new(Convert.FromHexString(B));
    private static readonly AccountId AccountA = new(HashA.Value);

    private static readonly PublicKey KeyA = PublicKey.TryParse(A, out PublicKey key) ? key : default;

    private static readonly MessageCase[] Cases =
    [
        MessageCase.Of($"transfer --to {A} --amount 7", ModuleIds.Accounts, Transfer.Type, new Transfer(AccountA, new Credits(7))),
        MessageCase.Of($"issue --to {A} --amount 7", ModuleIds.Accounts, Issue.Type, new Issue(AccountA, new Credits(7))),
        MessageCase.Of("redeem --amount 7", ModuleIds.Accounts, Redeem.Type, new Redeem(new Credits(7))),
        MessageCase.Of(
            $"register-organisation --name One --legal-entity LEI --first-key {A} --role member delegate", ModuleIds.Registry, RegisterOrganisation.Type,
            new RegisterOrganisation("One", "LEI", KeyA, Role.Member | Role.Delegate)),
        MessageCase.Of(
            $"register-account --organisation 3 --new-key {A} --role worker", ModuleIds.Registry, RegisterAccount.Type,
            new RegisterAccount(new OrganisationId(3), KeyA, Role.Worker)),
        MessageCase.Of(
            $"register-node --organisation 3 --node-key {A} --kind auditor", ModuleIds.Registry, RegisterNode.Type,
            new RegisterNode(new OrganisationId(3), KeyA, NodeKind.Auditor)),
        MessageCase.Of($"set-roles --to {A} --grant worker --revoke funder", ModuleIds.Registry, SetRoles.Type, new SetRoles(AccountA, Role.Worker, Role.Funder)),
        MessageCase.Of("affiliate --first 1 --second 2", ModuleIds.Registry, DeclareAffiliation.Type, new DeclareAffiliation(new OrganisationId(1), new OrganisationId(2))),
        MessageCase.Of("suspend --organisation 2 --lift", ModuleIds.Registry, SetSuspension.Type, new SetSuspension(new OrganisationId(2), false)),
        MessageCase.Of("exit", ModuleIds.Registry, Exit.Type, new Exit()),
        MessageCase.Of(
            $"consent declare --root {A} --blocks 9 --licence CC0-1.0", ModuleIds.Consent, DeclareDataSet.Type,
            new DeclareDataSet(FlightSource.SchemaDigest, HashA, 9, "CC0-1.0")),
        MessageCase.Of(
            $"consent give --data-set {A} --purpose delay --task {B} --until 90", ModuleIds.Consent, GiveConsent.Type, new GiveConsent(HashA, "delay", HashB, new Height(90))),
        MessageCase.Of($"consent revoke --data-set {A} --purpose delay", ModuleIds.Consent, RevokeConsent.Type, new RevokeConsent(HashA, "delay", default)),
        MessageCase.Of($"consent request-erasure --data-set {A} --request {B}", ModuleIds.Consent, RequestErasure.Type, new RequestErasure(HashA, HashB)),
        MessageCase.Of($"consent certify-erasure --data-set {A} --certificate {B}", ModuleIds.Consent, CertifyErasure.Type, new CertifyErasure(HashA, HashB)),
        MessageCase.Of(
            $"bounty post --title Labels --criteria {A} --reward 5 --submit-until 90 --decide-heights 10", ModuleIds.Bounties, PostBounty.Type,
            new PostBounty("Labels", HashA, new Credits(5), new Height(90), 10)),
        MessageCase.Of($"bounty submit --bounty {A} --evidence {B}", ModuleIds.Bounties, SubmitWork.Type, new SubmitWork(HashA, HashB)),
        MessageCase.Of($"bounty accept --bounty {A} --submission 1", ModuleIds.Bounties, AcceptSubmission.Type, new AcceptSubmission(HashA, 1)),
        MessageCase.Of($"bounty reject --bounty {A} --reason {B}", ModuleIds.Bounties, RejectAll.Type, new RejectAll(HashA, HashB)),
        MessageCase.Of(
            $"bounty dispute --bounty {A} --submission 1 --argument {B}", ModuleIds.Bounties, DisputeRejection.Type, new DisputeRejection(HashA, 1, HashB)),
        MessageCase.Of($"bounty rule --bounty {A} --pay-worker", ModuleIds.Bounties, RuleDispute.Type, new RuleDispute(HashA, true)),
        MessageCase.Of($"bounty withdraw --bounty {A}", ModuleIds.Bounties, WithdrawBounty.Type, new WithdrawBounty(HashA)),
        MessageCase.Of(
            $"model predict --model {A} --features 00ff7f --max-price 9", ModuleIds.Models, Predict.Type, new Predict(HashA, new Blob(new byte[] { 0, 255, 127 }), new Credits(9))),
        MessageCase.Of($"model approve --model {A}", ModuleIds.Models, Approve.Type, new Approve(HashA)),
        MessageCase.Of($"model suspend --model {A}", ModuleIds.Models, Suspend.Type, new Suspend(HashA)),
        MessageCase.Of($"model set-price --model {A} --price 4", ModuleIds.Models, SetPrice.Type, new SetPrice(HashA, new Credits(4))),
        MessageCase.Of(
            $"model report-outcome --model {A} --prediction {B} --delay-minutes -12", ModuleIds.Models, ReportOutcome.Type, new ReportOutcome(HashA, HashB, -12)),
        MessageCase.Of(
            "governance propose-parameter --title Fee --name ledger.fee_base --value 4", ModuleIds.Governance, Propose.Type,
            new Propose("Fee", new SetParameter("ledger.fee_base", 4))),
        MessageCase.Of($"governance propose-seat --title Seat --node-key {A}", ModuleIds.Governance, Propose.Type, new Propose("Seat", new SeatValidator(KeyA))),
        MessageCase.Of(
            "governance propose-removal --title Out --organisation 2", ModuleIds.Governance, Propose.Type, new Propose("Out", new RemoveValidator(new OrganisationId(2)))),
        MessageCase.Of(
            $"governance propose-grant --title Grant --to {A} --amount 3", ModuleIds.Governance, Propose.Type,
            new Propose("Grant", new GrantFromTreasury(AccountA, new Credits(3)))),
        MessageCase.Of("bond lock --amount 7", ModuleIds.Accountability, LockBond.Type, new LockBond(new Credits(7))),
        MessageCase.Of("bond release", ModuleIds.Accountability, ReleaseBond.Type, new ReleaseBond()),
        MessageCase.Of($"governance vote --proposal {A} --no", ModuleIds.Governance, CastVote.Type, new CastVote(HashA, false)),
    ];

    [Fact]
    public async Task Print_EveryCommand_MakesItsMessage()
    {
        using CommandLine cli = new();
        foreach (MessageCase item in Cases)
        {
            int code = await cli.RunAsync(["tx", .. item.Line.Split(' '), "--print", "--output", "json"]);
            Assert.True(code == ExitCode.Done, $"{item.Line}: {cli.Out}");
            Assert.Equal(item.Module.Value, cli.Json.GetProperty("module").GetUInt32());
            Assert.Equal(item.Type, cli.Json.GetProperty("message_type").GetUInt16());
            Assert.Equal(Convert.ToHexStringLower(item.Payload), cli.Json.GetProperty("payload").GetString());
        }
    }

    [Fact]
    public void Cases_EveryMessageOfEveryModule_HasACommandOrAReason()
    {
        IEnumerable<string> messages = typeof(ModuleIds).Assembly.GetTypes()
            .Where(static type => type.Namespace?.EndsWith(".Messages", StringComparison.Ordinal) == true && type.GetField("Type") is { IsLiteral: true })
            .Select(static type => type.Name);
        Assert.Equal(messages.Order(), Cases.Select(static item => item.Message.Name).Append(nameof(ProposeTask)).Concat(NotByHand).Distinct().Order());
    }

    [Fact]
    public async Task ProposeTask_OfTheTemplate_IsTheTriedTask()
    {
        using CommandLine cli = new();
        Assert.Equal(ExitCode.Done, await cli.RunAsync("tx", "federation", "template"));
        File.WriteAllText(cli.PathOf("task.json"), cli.Out);
        Assert.Equal(ExitCode.Done, await cli.RunAsync("tx", "federation", "propose-task", "--terms", cli.PathOf("task.json"), "--print"));
        Assert.Equal(Convert.ToHexStringLower(Primitives.Encoding.Canonical.Encode(new ProposeTask(DemoTask.Terms))), cli.Out.Trim());

        File.WriteAllText(cli.PathOf("task.json"), File.ReadAllText(cli.PathOf("task.json")).Replace("\"rounds\"", "\"round\"", StringComparison.Ordinal));
        Assert.Equal(ExitCode.Failed, await cli.RunAsync("tx", "federation", "propose-task", "--terms", cli.PathOf("task.json"), "--print"));
        Assert.Contains("tx.bad_terms", cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Digest_OfAFile_IsItsSha256()
    {
        using CommandLine cli = new();
        Assert.Equal(ExitCode.Done, await cli.RunAsync("tx", "bounty", "submit", "--bounty", A, "--evidence", cli.PathOf("passphrase"), "--print"));
        Hash256 digest = Sha256.Hash(File.ReadAllBytes(cli.PathOf("passphrase")));
        Assert.Equal(Convert.ToHexStringLower(Primitives.Encoding.Canonical.Encode(new SubmitWork(HashA, digest))), cli.Out.Trim());
    }

    [Theory]
    [InlineData("governance vote --proposal " + A)]
    [InlineData("governance vote --proposal " + A + " --yes --no")]
    [InlineData("governance vote --proposal 12 --yes")]
    [InlineData("bounty post --title T --criteria nothing --reward 5 --submit-until 90 --decide-heights 10")]
    [InlineData("bounty post --title T --criteria " + A + " --reward 5 --submit-until soon --decide-heights 10")]
    [InlineData("bounty post --title T --criteria " + A + " --reward -5 --submit-until 9 --decide-heights 10")]
    [InlineData("model predict --model " + A + " --max-price 1")]
    [InlineData("model predict --model " + A + " --max-price 1 --features xyz")]
    [InlineData("register-node --organisation 3 --node-key " + A + " --kind none")]
    public async Task Print_BadValue_IsAUsageError(string line)
    {
        using CommandLine cli = new();
        Assert.Equal(ExitCode.Usage, await cli.RunAsync(["tx", .. line.Split(' '), "--print"]));
        Assert.Empty(cli.Out);
    }
}
