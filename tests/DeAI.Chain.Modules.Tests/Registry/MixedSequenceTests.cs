using DeAI.Chain.Modules.Accounts.Messages;
using DeAI.Chain.Modules.Accounts.Queries;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Modules.Registry.Messages;
using DeAI.Chain.Modules.Registry.Queries;
using DeAI.Chain.Modules.Tests.Testing;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Tests.Registry;

/// <summary>Registry and Accounts together: they decide who may send at all.</summary>
public sealed class MixedSequenceTests
{
    [Fact]
    public void RandomSequence_OfRegistryAndAccounts_KeepsTheInvariants()
    {
        TestGenesis genesis = new();
        TestAccount[] accounts = [.. Enumerable.Range(0, 6).Select(i => genesis.AddMember($"member{i}", i == 0 ? Role.Registrar : Role.Payout))];
        ModuleTestChain chain = new(genesis);
        TestAccount registrar = chain["registrar"];
        int keys = 0;
        int applied = RandomSequence.Run(chain, seed: 1, random =>
        {
            TestAccount from = random.Next(3) == 0 ? registrar : accounts[0];
            TestAccount other = RandomSequence.Pick(random, accounts);
            OrganisationId organisation = new((uint)random.Next(2, 13));
            PublicKey key = TestAccount.KeyOf($"key{(random.Next(4) == 0 ? 0 : keys++)}").PublicKey;
            Role role = (Role)(1u << random.Next(1, 10));
            return random.Next(10) switch
            {
                0 => Registry(from, RegisterOrganisation.Type, new RegisterOrganisation($"name{random.Next(30)}", $"lei{random.Next(30)}", key, role)),
                1 => Registry(from, RegisterAccount.Type, new RegisterAccount(organisation, key, role)),
                2 => Registry(from, SetRoles.Type, new SetRoles(other.Id, role, Role.Customer & ~role)),
                3 => Registry(from, DeclareAffiliation.Type, new DeclareAffiliation(organisation, new OrganisationId((uint)random.Next(2, 13)))),
                4 => Registry(from, RegisterNode.Type, new RegisterNode(organisation, key, NodeKind.Auditor)),
                5 => Registry(from, SetSuspension.Type, new SetSuspension(new OrganisationId((uint)random.Next(11, 13)), random.Next(2) == 0)),
                6 => Accounts(registrar, Issue.Type, new Issue(other.Id, new Credits((ulong)random.Next(1, 900)))),
                7 => Accounts(other, Redeem.Type, new Redeem(new Credits((ulong)random.Next(1, 900)))),
                _ => Accounts(other, Transfer.Type, new Transfer(RandomSequence.Pick(random, accounts).Id, new Credits((ulong)random.Next(1, 900)))),
            };
        });

        Assert.InRange(applied, 700, RandomSequence.Messages);
        CreditTotals totals = AccountsQueries.Totals(chain.State);
        Assert.Equal(totals.Issued - totals.Redeemed, totals.Held);
        Assert.True(RegistryQueries.Organisations(chain.State).Count() > 10);
    }

    private static TestMessage Registry<T>(TestAccount from, ushort type, T message)
        where T : Primitives.Encoding.ICanonical<T> => TestMessage.Of(from, ModuleIds.Registry, type, message);

    private static TestMessage Accounts<T>(TestAccount from, ushort type, T message)
        where T : Primitives.Encoding.ICanonical<T> => TestMessage.Of(from, ModuleIds.Accounts, type, message);
}
