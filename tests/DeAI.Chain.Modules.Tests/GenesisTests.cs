using System.Text.Json.Nodes;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Modules.Accounts.Queries;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Modules.Registry.Queries;
using DeAI.Chain.Modules.Tests.Testing;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Tests;

public sealed class GenesisTests
{
    [Fact]
    public void Build_RegistryAndAccounts_HoldWhatTheFileSays()
    {
        TestGenesis genesis = new();
        TestAccount ann = genesis.AddMember("ann", Role.Member | Role.Worker, 77);
        ModuleTestChain chain = new(genesis);

        Assert.True(RegistryQueries.TryGetAccount(chain.State, ann.Id, out AccountRecord? account));
        Assert.Equal(new AccountRecord(new OrganisationId(5), ann.Key.PublicKey, Role.Member | Role.Worker), account);
        Assert.Equal(new Credits(77), AccountsQueries.HeldBy(chain.State, ann.Id));
        Assert.Equal(new Credits(TestGenesis.DefaultCredits + 77), AccountsQueries.Totals(chain.State).Issued);
        string[] names = [.. RegistryQueries.Organisations(chain.State).Select(static row => row.Record.Name)];
        Assert.Equal(["Org1", "Org2", "Org3", "Org4", "ann"], names);
        Assert.Equal(4, RegistryQueries.Nodes(chain.State).Count());
    }

    [Fact]
    public void Build_SameContent_SameChainAndRoots()
    {
        TestGenesis genesis = new();
        ModuleTestChain one = new(genesis);
        string spaced = JsonNode.Parse(genesis.ToJson())!.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true });
        GenesisDocument document = ModuleTestChain.Required(GenesisDocument.Parse(spaced));
        ExecutedBlock block = ModuleTestChain.Required(GenesisState.Build(document, ModuleTestChain.CreateCatalog()));

        Assert.Equal(one.Chain, document.Chain);
        Assert.Equal(one.Last.Digest, block.Digest);
    }

    [Theory]
    [InlineData("registry", """{"organisations": 1}""", "organisations")]
    [InlineData("registry", """{"organisations": []}""", "registrar")]
    [InlineData("registry", """{"organisations": [{"name": "", "legal_entity": "x"}]}""", "empty")]
    [InlineData("registry", """{"organisations": [{"name": "a", "legal_entity": "x"}, {"name": "a", "legal_entity": "y"}]}""", "twice")]
    [InlineData("registry", """{"organisations": [{"name": "a", "legal_entity": "x", "accounts": [{"key": "12"}]}]}""", "hexadecimal")]
    [InlineData("registry", """{"organisations": [{"name": "a", "legal_entity": "x", "nodes": [{"key": "@", "kind": "king"}]}]}""", "kind")]
    [InlineData("registry", """{"organisations": [{"name": "a", "legal_entity": "x", "accounts": [{"key": "@", "roles": ["king"]}]}]}""", "king")]
    [InlineData("accounts", """{"credits": 5}""", "object")]
    [InlineData("accounts", """{"credits": {"@": 5}}""", "no account")]
    [InlineData("consent", """{"x": 1}""", "nothing")]
    [InlineData("bounties", """{"x": 1}""", "nothing")]
    [InlineData("governance", """{"x": 1}""", "nothing")]
    public void Build_WrongSection_IsRefusedWithTheReason(string module, string section, string expected)
    {
        JsonObject root = JsonNode.Parse(new TestGenesis().ToJson())!.AsObject();
        string key = TestAccount.KeyOf("somebody").PublicKey.ToString();
        root["modules"]![module] = JsonNode.Parse(section.Replace("@", key, StringComparison.Ordinal));
        GenesisDocument document = ModuleTestChain.Required(GenesisDocument.Parse(root.ToJsonString()));

        Result<ExecutedBlock> built = GenesisState.Build(document, ModuleTestChain.CreateCatalog());
        Assert.Equal(GenesisErrors.Invalid, built.Refusal!.Code);
        Assert.Contains(expected, built.Refusal.Detail, StringComparison.Ordinal);
    }
}
