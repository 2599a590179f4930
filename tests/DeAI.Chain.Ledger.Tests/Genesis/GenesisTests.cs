namespace DeAI.Chain.Ledger.Tests.Genesis;

public sealed class GenesisTests
{
    private static readonly CatalogIndex Index = new(new ToyCatalog());

    [Fact]
    public void Build_Document_HoldsValidatorsParametersAndModules()
    {
        GenesisDocument document = GenesisDocument.Parse(TestChain.GenesisJson("""{ "toy.limit_credits": 5, "consensus.delta_ms": 100 }""")).Value;
        ExecutedBlock genesis = GenesisState.Build(document, Index).Value;
        LedgerState state = LedgerState.AfterGenesis(genesis);

        Assert.Equal(0UL, genesis.Header.Height.Value);
        Assert.Equal(document.Chain, genesis.Header.Chain);
        Assert.Equal(1000UL, genesis.Header.TimeMs);
        Assert.False(genesis.Header.IsCarrier);
        Assert.Equal(TestChain.Seats(1, 2, 3, 4), ValidatorSchedule.Current(state.State));
        Assert.Equal(5UL, ParameterStore.Get(state.State, ToyModule.Limit));
        Assert.Equal(100UL, ParameterStore.Get(state.State, LedgerParameters.DeltaMs));
        Assert.All(Index.Parameters, p => Assert.True(state.State.TryGet(ParameterStore.KeyOf(p), out _)));
        Assert.Equal(Index.ParametersHash(state.State, rules: 1), genesis.Header.ParametersHash);
        Assert.Equal(genesis.StateRoot, StateTree.RootOf(state.Nodes, 0).Value);
    }

    [Fact]
    public void Chain_OtherLayout_IsTheSame()
    {
        string json = TestChain.GenesisJson();
        string compact = System.Text.RegularExpressions.Regex.Replace(json, @"//[^\n]*|\s", string.Empty, System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
        string reordered = json.Replace("\"name\": \"toy-net\",", string.Empty, StringComparison.Ordinal)
            .Replace("\"parameters\": {},", "\"parameters\": {}, \"name\": \"toy\\u002dnet\",", StringComparison.Ordinal);

        Assert.Equal(GenesisDocument.Parse(json).Value.Chain, GenesisDocument.Parse(compact).Value.Chain);
        Assert.Equal(GenesisDocument.Parse(json).Value.Chain, GenesisDocument.Parse(reordered).Value.Chain);
    }

    [Fact]
    public void Chain_AnyOtherContent_IsAnother()
    {
        string json = TestChain.GenesisJson();

        Assert.NotEqual(Chain(json), Chain(json.Replace("1000", "1001", StringComparison.Ordinal)));
        Assert.NotEqual(Chain(json), Chain(json.Replace("toy-net", "toy-met", StringComparison.Ordinal)));
        Assert.NotEqual(Chain(json), Chain(TestChain.GenesisJson("""{ "toy.limit_credits": 1000 }""")));
    }

    public static TheoryData<string, string, string> BadFiles => new()
    {
        { "{", "}", "genesis.bad_json" },
        { "\"time_ms\": 1000,", "\"time_ms\": 1000, \"time_ms\": 1000,", "genesis.bad_json" },
        { "\"parameters\": {},", "\"parameters\": {},,", "genesis.bad_json" },
        { "\"name\": \"toy-net\",", "\"name\": \"\\ud800\",", "genesis.bad_json" },
        { "1000", "1000.0", "genesis.not_an_integer" },
        { "1000", "1e3", "genesis.not_an_integer" },
        { "1000", "-0", "genesis.not_an_integer" },
        { "1000", "18446744073709551616", "genesis.not_an_integer" },
        { "1000", "-1", "genesis.not_an_integer" },
        { "1000", "\"1000\"", "genesis.not_an_integer" },
        { "\"time_ms\": 1000,", "", "genesis.missing_member" },
        { "\"name\": \"toy-net\",", "", "genesis.missing_member" },
        { "toy-net", "Toy Net", "genesis.invalid" },
        { "\"validators\"", "\"validatorz\"", "genesis.unknown_member" },
        { "\"organisation\": 1,", "\"organisation\": 1, \"weight\": 2,", "genesis.unknown_member" },
        { "\"organisation\": 1,", "\"organisation\": 2,", "genesis.invalid" },
        { "\"organisation\": 1,", "\"organisation\": 0,", "genesis.invalid" },
        { "\"organisation\": 1,", "\"organisation\": 4294967296,", "genesis.not_an_integer" },
        { "\"key\": \"", "\"key\": \"00", "genesis.invalid" },
        { "\"parameters\": {}", "\"parameters\": []", "genesis.invalid" },
        { "\"parameters\": {}", "\"parameters\": { \"consensus.delta_ms\": \"5\" }", "genesis.not_an_integer" },
        { "\"parameters\": {}", "\"parameters\": { \"no.such\": 5 }", "genesis.unknown_parameter" },
        { "\"parameters\": {}", "\"parameters\": { \"consensus.delta_ms\": 1 }", "genesis.parameter_out_of_bounds" },
        { "\"toy\": {", "\"boy\": {", "genesis.unknown_module" },
        { "\"toy\": {", "\"toy\": 5, \"boy\": {", "genesis.invalid" },
        { "\"toy\": {", "\"toy\": { \"throw\": true,", "genesis.module_failed" },
        { "{ \"id\": \"", "{ \"id\": \"x", "genesis.invalid" },
    };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public void Parse_BadFile_IsRefused(string find, string replace, string code)
    {
        string json = TestChain.GenesisJson();
        int at = json.IndexOf(find, StringComparison.Ordinal);
        Assert.True(at >= 0);
        json = string.Concat(json.AsSpan(0, at), replace, json.AsSpan(at + find.Length));

        Result<GenesisDocument> document = GenesisDocument.Parse(json);
        Refusal? refusal = document.IsOk ? GenesisState.Build(document.Value, Index).Refusal : document.Refusal;

        Assert.Equal(code, refusal?.Code.Value);
    }

    [Fact]
    public void Parse_TooLongOrTooDeep_IsRefused()
    {
        string deep = TestChain.GenesisJson().Replace("\"accounts\": [", $"\"x\": {new string('[', 40)}{new string(']', 40)}, \"accounts\": [", StringComparison.Ordinal);

        Assert.Equal(GenesisErrors.TooLarge, GenesisDocument.Parse(new string(' ', GenesisDocument.MaxLength + 1)).Refusal?.Code);
        Assert.Equal(GenesisErrors.BadJson, GenesisDocument.Parse(TestChain.GenesisJson().Replace("toy-net", "\ud800", StringComparison.Ordinal)).Refusal?.Code);
        Assert.Equal(GenesisErrors.BadJson, GenesisDocument.Parse(deep).Refusal?.Code);
    }

    private static ChainId Chain(string json) => GenesisDocument.Parse(json).Value.Chain;
}
