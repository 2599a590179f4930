namespace DeAI.Chain.Ledger.Tests.Execution;

public sealed class CatalogIndexTests
{
    [Fact]
    public void Constructor_SameModuleTwice_Throws() => Assert.Throws<ArgumentException>(() => new CatalogIndex(new Twice()));

    [Fact]
    public void Parameters_OfLedgerAndModules_AscendByName()
    {
        string[] names = [.. new CatalogIndex(new ToyCatalog()).Parameters.Select(p => p.Name)];

        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.Contains("toy.limit_credits", names);
        Assert.Contains("consensus.delta_ms", names);
    }

    private sealed class Twice : IModuleCatalog
    {
        public IReadOnlyList<IModule> Modules { get; } = [new ToyModule(), new ToyModule()];

        public ITransactionGate Gate { get; } = new ToyGate();
    }
}
