using DeAI.Chain.Cryptography;
using DeAI.Chain.Modules.Consent;
using DeAI.Chain.Modules.Consent.Contracts;
using DeAI.Chain.Modules.Consent.Messages;
using DeAI.Chain.Modules.Consent.Queries;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Modules.Tests.Testing;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using Errors = DeAI.Chain.Modules.Consent.Errors;
using Exit = DeAI.Chain.Modules.Registry.Messages.Exit;
using RegistryErrors = DeAI.Chain.Modules.Registry.Errors;

namespace DeAI.Chain.Modules.Tests.Consent;

public sealed class ConsentTests
{
    private const string Purpose = "delay_prediction";
    private static readonly Hash256 Root = Sha256.Hash("root"u8);
    private static readonly Hash256 Schema = Sha256.Hash("schema"u8);
    private static readonly Hash256 Task = Sha256.Hash("task"u8);

    private readonly ModuleTestChain _chain;
    private readonly TestAccount _ann;
    private readonly TestAccount _bob;
    private readonly IConsent _contract;

    public ConsentTests()
    {
        TestGenesis genesis = new();
        _ann = genesis.AddMember("ann", Role.Member | Role.Delegate);
        _bob = genesis.AddMember("bob", Role.Member);
        genesis.AddMember("cas", Role.None);
        _chain = new ModuleTestChain(genesis);
        _contract = _chain.Catalog.Catalog.Modules.OfType<ConsentModule>().Single().Contract;
    }

    [Fact]
    public void DeclareDataSet_ByAMember_IsStoredUnderTheTransaction()
    {
        Hash256 id = Declare();

        Assert.True(_contract.TryGetDataSet(_chain.State, id, out DataSetRecord? record));
        Assert.Equal(new DataSetRecord(_ann.Organisation, Root, 10, Schema, "CC0"), record);
        Assert.Equal([id], ConsentQueries.DataSets(_chain.State).Select(static pair => pair.Key));
    }

    [Fact]
    public void DeclareDataSet_Refusable_IsRefusedWithItsReason()
    {
        _chain.Refuse(RegistryErrors.MissingRole, _chain["cas"], ModuleIds.Consent, DeclareDataSet.Type, new DeclareDataSet(Schema, Root, 10, "CC0"));
        Drop(Errors.BadDataSet, DeclareDataSet.Type, new DeclareDataSet(Schema, Root, 0, "CC0"));
        Drop(Errors.BadDataSet, DeclareDataSet.Type, new DeclareDataSet(Schema, Root, 1, " "));
        Drop(Errors.BadDigest, DeclareDataSet.Type, new DeclareDataSet(Schema, default, 1, "CC0"));
        Drop(EncodingErrors.TooLong, DeclareDataSet.Type, new DeclareDataSet(Schema, Root, 1, new string('x', 65)));
    }

    [Fact]
    public void RequireLive_ThroughAConsentsLife_AnswersByHeight()
    {
        Hash256 id = Declare();
        AssertLive(Errors.UnknownDataSet, Root, 1);
        AssertLive(Errors.NotGiven, id, 1);
        Height expires = new(_chain.Height.Value + 50);
        Apply(GiveConsent.Type, new GiveConsent(id, Purpose, default, expires));
        AssertLive(default, id, expires.Value);
        AssertLive(Errors.Expired, id, expires.Value + 1);

        Apply(RevokeConsent.Type, new RevokeConsent(id, Purpose, default));
        AssertLive(default, id, _chain.Height.Value);
        AssertLive(Errors.Revoked, id, _chain.Height.Value + 1);

        Apply(GiveConsent.Type, new GiveConsent(id, Purpose, default, expires));
        AssertLive(default, id, _chain.Height.Value + 1);
    }

    [Fact]
    public void RequireLive_ConsentForOneTask_CountsForThatTaskOnly()
    {
        Hash256 id = Declare();
        Apply(GiveConsent.Type, new GiveConsent(id, Purpose, Task, new Height(100)));

        AssertLive(Errors.NotGiven, id, 10);
        Assert.True(_contract.RequireLive(_chain.State, new Height(10), id, Purpose, Task).IsOk);
        Assert.Equal(Errors.NotGiven, _contract.RequireLive(_chain.State, new Height(10), id, Purpose, Root).Refusal!.Code);
        Assert.Equal(Errors.Expired, _contract.RequireLive(_chain.State, new Height(101), id, Purpose, Task).Refusal!.Code);
    }

    [Fact]
    public void GiveConsent_Refusable_IsRefusedWithItsReason()
    {
        Hash256 id = Declare();
        Refuse(Errors.UnknownDataSet, _ann, GiveConsent.Type, new GiveConsent(Root, Purpose, default, new Height(100)));
        Refuse(Errors.NotYours, _bob, GiveConsent.Type, new GiveConsent(id, Purpose, default, new Height(100)));
        Refuse(RegistryErrors.MissingRole, _chain["cas"], GiveConsent.Type, new GiveConsent(id, Purpose, default, new Height(100)));
        Refuse(Errors.BadExpiry, _ann, GiveConsent.Type, new GiveConsent(id, Purpose, default, _chain.Height));
        Refuse(Errors.BadExpiry, _ann, GiveConsent.Type, new GiveConsent(id, Purpose, default, new Height(ulong.MaxValue)));
        Drop(Errors.BadPurpose, GiveConsent.Type, new GiveConsent(id, "Delay", default, new Height(100)));
        Drop(Errors.BadPurpose, GiveConsent.Type, new GiveConsent(id, string.Empty, default, new Height(100)));
        Apply(GiveConsent.Type, new GiveConsent(id, Purpose, default, new Height(100)));
        Refuse(Errors.AlreadyGiven, _ann, GiveConsent.Type, new GiveConsent(id, Purpose, default, new Height(100)));
        Apply(GiveConsent.Type, new GiveConsent(id, Purpose, default, new Height(101)));
    }

    [Fact]
    public void RevokeConsent_Refusable_IsRefusedWithItsReason()
    {
        Hash256 id = Declare();
        Refuse(Errors.NotGiven, _ann, RevokeConsent.Type, new RevokeConsent(id, Purpose, default));
        Apply(GiveConsent.Type, new GiveConsent(id, Purpose, default, new Height(_chain.Height.Value + 4)));
        Refuse(Errors.NotYours, _bob, RevokeConsent.Type, new RevokeConsent(id, Purpose, default));
        Drop(Errors.BadPurpose, RevokeConsent.Type, new RevokeConsent(id, "1", default));
        _chain.Advance(4);
        Refuse(Errors.Expired, _ann, RevokeConsent.Type, new RevokeConsent(id, Purpose, default));
        Apply(GiveConsent.Type, new GiveConsent(id, Purpose, default, new Height(_chain.Height.Value + 9)));
        Apply(RevokeConsent.Type, new RevokeConsent(id, Purpose, default));
        Refuse(Errors.Revoked, _ann, RevokeConsent.Type, new RevokeConsent(id, Purpose, default));
    }

    [Fact]
    public void Erasure_RequestedAndCertified_EndsAllUse()
    {
        Hash256 id = Declare();
        Apply(GiveConsent.Type, new GiveConsent(id, Purpose, default, new Height(100)));
        Refuse(Errors.ErasureNotRequested, _ann, CertifyErasure.Type, new CertifyErasure(id, Root));
        Refuse(Errors.NotYours, _bob, RequestErasure.Type, new RequestErasure(id, Root));
        Drop(Errors.BadDigest, RequestErasure.Type, new RequestErasure(id, default));
        Apply(RequestErasure.Type, new RequestErasure(id, Root));

        AssertLive(default, id, _chain.Height.Value);
        AssertLive(Errors.Revoked, id, _chain.Height.Value + 1);
        Refuse(Errors.ErasureRequested, _ann, RequestErasure.Type, new RequestErasure(id, Root));
        Refuse(Errors.ErasureRequested, _ann, GiveConsent.Type, new GiveConsent(id, "other", default, new Height(100)));
        Apply(CertifyErasure.Type, new CertifyErasure(id, Schema));
        Refuse(Errors.ErasureCertified, _ann, CertifyErasure.Type, new CertifyErasure(id, Schema));
        Assert.True(ConsentQueries.TryGetErasure(_chain.State, id, out ErasureRecord? erasure));
        Assert.Equal(Schema, erasure.Certificate);
    }

    [Fact]
    public void RequireLive_OwnerLeft_IsRevoked()
    {
        Hash256 id = Declare();
        Apply(GiveConsent.Type, new GiveConsent(id, Purpose, default, new Height(100)));
        _chain.Apply(_ann, ModuleIds.Registry, Exit.Type, new Exit());

        AssertLive(Errors.Revoked, id, _chain.Height.Value + 1);
    }

    [Fact]
    public void RandomSequence_ManyMessages_KeepsTheInvariants()
    {
        List<Hash256> dataSets = [Declare()];
        Height seen = default;
        TestAccount[] accounts = [_ann, _bob, _chain["cas"]];
        string[] purposes = [Purpose, "price_estimate", "x"];
        Hash256[] tasks = [default, Task];
        int applied = RandomSequence.Run(_chain, seed: 3, random =>
        {
            TestAccount from = RandomSequence.Pick(random, accounts);
            dataSets = seen != _chain.Height && dataSets.Count < 40 ? [.. ConsentQueries.DataSets(_chain.State).Select(static pair => pair.Key)] : dataSets;
            seen = _chain.Height;
            Hash256 id = RandomSequence.Pick(random, dataSets);
            string purpose = RandomSequence.Pick(random, purposes);
            Hash256 task = RandomSequence.Pick(random, tasks);
            return random.Next(12) switch
            {
                0 => Message(from, DeclareDataSet.Type, new DeclareDataSet(Schema, Root, (uint)random.Next(1, 9), "CC0")),
                1 when random.Next(4) == 0 => Message(from, RequestErasure.Type, new RequestErasure(id, Root)),
                2 => Message(from, CertifyErasure.Type, new CertifyErasure(id, Root)),
                < 6 => Message(from, RevokeConsent.Type, new RevokeConsent(id, purpose, task)),
                _ => Message(from, GiveConsent.Type, new GiveConsent(id, purpose, task, new Height(_chain.Height.Value + (ulong)random.Next(30)))),
            };
        });

        Assert.InRange(applied, 200, RandomSequence.Messages);
    }

    private static TestMessage Message<T>(TestAccount from, ushort type, T message)
        where T : ICanonical<T> => TestMessage.Of(from, ModuleIds.Consent, type, message);

    private Hash256 Declare() => _chain.Apply(_ann, ModuleIds.Consent, DeclareDataSet.Type, new DeclareDataSet(Schema, Root, 10, "CC0"));

    private void AssertLive(ReasonCode expected, Hash256 dataSet, ulong height) =>
        Assert.Equal(expected, _contract.RequireLive(_chain.State, new Height(height), dataSet, Purpose).Refusal?.Code ?? default);

    private void Apply<T>(ushort type, T message)
        where T : ICanonical<T> => _chain.Apply(_ann, ModuleIds.Consent, type, message);

    private void Refuse<T>(ReasonCode reason, TestAccount from, ushort type, T message)
        where T : ICanonical<T> => _chain.Refuse(reason, from, ModuleIds.Consent, type, message);

    private void Drop<T>(ReasonCode reason, ushort type, T message)
        where T : ICanonical<T> => _chain.Drop(reason, _ann, ModuleIds.Consent, type, message);
}
