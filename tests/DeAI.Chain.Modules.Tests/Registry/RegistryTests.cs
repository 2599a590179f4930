using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Modules.Registry.Messages;
using DeAI.Chain.Modules.Registry.Queries;
using DeAI.Chain.Modules.Tests.Testing;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using Errors = DeAI.Chain.Modules.Registry.Errors;

namespace DeAI.Chain.Modules.Tests.Registry;

public sealed class RegistryTests
{
    private readonly ModuleTestChain _chain;
    private readonly TestAccount _registrar;
    private readonly TestAccount _ann;
    private readonly TestAccount _other = new("other", default, Role.None);

    public RegistryTests()
    {
        TestGenesis genesis = new();
        _ann = genesis.AddMember("ann", Role.Delegate);
        _chain = new ModuleTestChain(genesis);
        _registrar = _chain["registrar"];
    }

    [Fact]
    public void RegisterOrganisation_New_IsNumberedAndHasAnAccount()
    {
        Apply(_registrar, RegisterOrganisation.Type, new RegisterOrganisation("New", "LEI-New", _other.Key.PublicKey, Role.Member));

        Assert.True(RegistryQueries.TryGetAccount(_chain.State, _other.Id, out AccountRecord? account));
        Assert.Equal(new OrganisationId(6), account.Organisation);
        Assert.True(RegistryQueries.TryGetOrganisation(_chain.State, account.Organisation, out OrganisationRecord? record));
        Assert.Equal(new OrganisationRecord("New", "LEI-New", OrganisationStatus.Live, new OrganisationId(6)), record);
    }

    [Fact]
    public void RegisterOrganisation_Refusable_IsRefusedWithItsReason()
    {
        PublicKey key = _other.Key.PublicKey;
        Refuse(Errors.MissingRole, _ann, RegisterOrganisation.Type, new RegisterOrganisation("New", "L", key, Role.None));
        Refuse(Errors.NameTaken, _registrar, RegisterOrganisation.Type, new RegisterOrganisation("ann", "L", key, Role.None));
        Refuse(Errors.NameTaken, _registrar, RegisterOrganisation.Type, new RegisterOrganisation("New", "LEI-ann", key, Role.None));
        Refuse(Errors.KeyInUse, _registrar, RegisterOrganisation.Type, new RegisterOrganisation("New", "L", _ann.Key.PublicKey, Role.None));
        Refuse(Errors.BadKey, _registrar, RegisterOrganisation.Type, new RegisterOrganisation("New", "L", default, Role.None));
        Drop(Errors.BadName, RegisterOrganisation.Type, new RegisterOrganisation(" New", "L", key, Role.None));
        Drop(Errors.BadName, RegisterOrganisation.Type, new RegisterOrganisation("New", string.Empty, key, Role.None));
        Drop(Errors.BadName, RegisterOrganisation.Type, new RegisterOrganisation("N\new", "L", key, Role.None));
        Drop(Errors.UnknownRole, RegisterOrganisation.Type, new RegisterOrganisation("New", "L", key, (Role)1024));
    }

    [Fact]
    public void RegisterAccount_Refusable_IsRefusedWithItsReason()
    {
        Refuse(Errors.UnknownOrganisation, _registrar, RegisterAccount.Type, new RegisterAccount(new OrganisationId(99), _other.Key.PublicKey, Role.None));
        Refuse(Errors.KeyInUse, _registrar, RegisterAccount.Type, new RegisterAccount(_ann.Organisation, TestAccount.KeyOf("validator1").PublicKey, Role.None));
        Apply(_registrar, RegisterAccount.Type, new RegisterAccount(_ann.Organisation, _other.Key.PublicKey, Role.Worker));
        Assert.True(RegistryQueries.TryGetAccount(_chain.State, _other.Id, out AccountRecord? account));
        Assert.Equal(new AccountRecord(_ann.Organisation, _other.Key.PublicKey, Role.Worker), account);
    }

    [Fact]
    public void RotateKey_Proven_ReplacesTheKeyForGood()
    {
        SigningKey old = _ann.Key;
        SigningKey next = TestAccount.KeyOf("ann's second key");
        Signature proof = next.Sign(RotateKey.ProofDigest(_chain.Chain, _ann.Id).ToArray());
        Refuse(Errors.BadProof, _ann, RotateKey.Type, new RotateKey(next.PublicKey, old.Sign(new byte[32])));
        Refuse(Errors.KeyInUse, _ann, RotateKey.Type, new RotateKey(old.PublicKey, proof));
        Apply(_ann, RotateKey.Type, new RotateKey(next.PublicKey, proof));

        _chain.Drop(Errors.WrongKey, _ann, ModuleIds.Registry, Exit.Type, new Exit());
        _ann.Key = next;
        Refuse(Errors.KeyInUse, _ann, RotateKey.Type, new RotateKey(old.PublicKey, proof));
        Apply(_ann, Exit.Type, new Exit());
    }

    [Fact]
    public void SetRoles_GrantAndRevoke_Replaces()
    {
        Apply(_registrar, SetRoles.Type, new SetRoles(_ann.Id, Role.Member | Role.Worker, Role.Delegate));
        Assert.True(RegistryQueries.TryGetAccount(_chain.State, _ann.Id, out AccountRecord? account));
        Assert.Equal(Role.Member | Role.Worker, account.Roles);

        Refuse(Errors.UnknownAccount, _registrar, SetRoles.Type, new SetRoles(_other.Id, Role.Member, Role.None));
        Refuse(Errors.LastRegistrar, _registrar, SetRoles.Type, new SetRoles(_registrar.Id, Role.None, Role.Registrar));
        Drop(Errors.UnknownRole, SetRoles.Type, new SetRoles(_ann.Id, Role.Member, Role.Member));
    }

    [Fact]
    public void DeclareAffiliation_TwoGroups_BecomeTheLower()
    {
        Apply(_registrar, DeclareAffiliation.Type, new DeclareAffiliation(new OrganisationId(5), new OrganisationId(3)));
        Apply(_registrar, DeclareAffiliation.Type, new DeclareAffiliation(new OrganisationId(5), new OrganisationId(2)));

        uint[] groups = [.. RegistryQueries.Organisations(_chain.State).Select(static row => row.Record.Group.Value)];
        Assert.Equal([1, 2, 2, 4, 2], groups);
        Refuse(Errors.SameState, _registrar, DeclareAffiliation.Type, new DeclareAffiliation(new OrganisationId(3), new OrganisationId(2)));
        Refuse(Errors.UnknownOrganisation, _registrar, DeclareAffiliation.Type, new DeclareAffiliation(new OrganisationId(3), new OrganisationId(9)));
    }

    [Fact]
    public void SetSuspension_OfAMember_StopsItUntilItIsLifted()
    {
        Apply(_registrar, SetSuspension.Type, new SetSuspension(_ann.Organisation, true));
        _chain.Drop(Errors.OrganisationNotLive, _ann, ModuleIds.Registry, Exit.Type, new Exit());
        Refuse(Errors.OrganisationNotLive, _registrar, RegisterAccount.Type, new RegisterAccount(_ann.Organisation, _other.Key.PublicKey, Role.None));
        Refuse(Errors.SameState, _registrar, SetSuspension.Type, new SetSuspension(_ann.Organisation, true));
        Refuse(Errors.NotYours, _registrar, SetSuspension.Type, new SetSuspension(new OrganisationId(1), true));
        Refuse(Errors.UnknownOrganisation, _registrar, SetSuspension.Type, new SetSuspension(new OrganisationId(99), true));
        Apply(_registrar, SetSuspension.Type, new SetSuspension(_ann.Organisation, false));
        Apply(_ann, Exit.Type, new Exit());
        Refuse(Errors.SameState, _registrar, SetSuspension.Type, new SetSuspension(_ann.Organisation, false));
    }

    [Fact]
    public void Exit_OfTheLastRegistrar_IsRefused()
    {
        Apply(_registrar, SetRoles.Type, new SetRoles(_registrar.Id, Role.Delegate, Role.None));
        Refuse(Errors.LastRegistrar, _registrar, Exit.Type, new Exit());
        Apply(_registrar, SetRoles.Type, new SetRoles(_ann.Id, Role.Registrar, Role.None));
        Apply(_registrar, Exit.Type, new Exit());
        Refuse(Errors.LastRegistrar, _ann, SetRoles.Type, new SetRoles(_ann.Id, Role.None, Role.Registrar));
    }

    [Fact]
    public void RegisterNode_New_IsKnown()
    {
        PublicKey node = TestAccount.KeyOf("node").PublicKey;
        Apply(_registrar, RegisterNode.Type, new RegisterNode(_ann.Organisation, node, NodeKind.Auditor));

        Assert.Contains(KeyValuePair.Create(node, new NodeRecord(_ann.Organisation, NodeKind.Auditor)), RegistryQueries.Nodes(_chain.State));
        Refuse(Errors.KeyInUse, _registrar, RegisterNode.Type, new RegisterNode(_ann.Organisation, node, NodeKind.Validator));
        Drop(Errors.UnknownRole, RegisterNode.Type, new RegisterNode(_ann.Organisation, node, (NodeKind)3));
    }

    [Fact]
    public void Send_FromNobody_IsNotLetIn() => _chain.Drop(Errors.UnknownAccount, _other, ModuleIds.Registry, Exit.Type, new Exit());

    [Fact]
    public void Send_SameNonceTwice_IsNotLetIn()
    {
        Apply(_registrar, SetRoles.Type, new SetRoles(_ann.Id, Role.Member, Role.None));
        _registrar.NextNonce--;
        Drop(LedgerErrors.NonceUsed, SetRoles.Type, new SetRoles(_ann.Id, Role.Worker, Role.None));
    }

    private void Apply<T>(TestAccount from, ushort type, T message)
        where T : ICanonical<T> => _chain.Apply(from, ModuleIds.Registry, type, message);

    private void Refuse<T>(ReasonCode reason, TestAccount from, ushort type, T message)
        where T : ICanonical<T> => _chain.Refuse(reason, from, ModuleIds.Registry, type, message);

    private void Drop<T>(ReasonCode reason, ushort type, T message)
        where T : ICanonical<T> => _chain.Drop(reason, _registrar, ModuleIds.Registry, type, message);
}
