using System.CommandLine;
using System.Diagnostics;
using DeAI.Chain.Cli.Commands.Genesis;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Modules;
using DeAI.Chain.Storage;
using DeAI.Chain.Storage.Chain;

namespace DeAI.Chain.Cli.Commands.Node;

/// <summary><c>deai node verify</c></summary>
internal static class NodeVerifyCommand
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(2);

    public static Command Create(CommandFactory factory)
    {
        Option<string> home = new("--home") { Description = "The node's home. The node must not run.", Required = true };
        Option<string?> genesis = new("--genesis") { Description = "The genesis file; without it genesis.json in the home or up to two folders above." };
        const string Description = "Run the stored chain again from genesis and compare every root, certificate, receipt and the state; then check all invariants.";
        return factory.Make("verify", Description, [home, genesis], context =>
        {
            string path = Path.GetFullPath(context.Get(home));
            if (!Directory.Exists(Path.Combine(path, "db")))
            {
                throw new CliException("verify.no_home", $"{path} is no node's home: it has no folder db", "give the path that 'home' in node.json names");
            }

            string file = context.Get(genesis) ?? FindGenesis(path);
            GenesisDocument document = GenesisDocument.Parse(GenesisFiles.Read(file)).OrFail("give the chain's genesis file");
            long started = Stopwatch.GetTimestamp();
            ReplaySummary summary = Verify(context, path, document);
            double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            context.Output.Write(
                new
                {
                    verified = true,
                    chain = document.Chain.ToString(),
                    @base = summary.Base.Value,
                    height = summary.Height.Value,
                    stateRoot = summary.StateRoot.ToString(),
                    summary.Transactions,
                    summary.Certificates,
                    summary.StateEntries,
                    seconds,
                },
                text => text.WriteLine($"{Describe(summary)}; state root {summary.StateRoot} ({seconds:0.0} s)"));
            return ExitCode.Done;
        });
    }

    private static string Describe(ReplaySummary summary) => summary.Base == default
        ? $"whole: {summary.Height} heights, {summary.Transactions} transactions, {summary.Certificates} certificates and "
            + $"{summary.StateEntries} state entries are what replay from genesis gives"
        : $"whole from height {summary.Base} to {summary.Height}: {summary.Transactions} transactions, {summary.Certificates} certificates and "
            + $"{summary.StateEntries} state entries are what the validators signed. Not replayed: this home began with the state of height "
            + $"{summary.Base}; an auditor that has every block can replay it";

    private static ReplaySummary Verify(CommandContext context, string home, GenesisDocument document)
    {
        const string Remedy = "keep a copy for the inquiry, then start the node with a new home: it syncs from its peers";
        try
        {
            using DataDirectory directory = DataDirectory.Open(home, document.Chain).OrFail("stop the node first, or verify a copy of its home");
            using ChainStore store = ChainStore.Open(directory.DatabaseDirectory);
            long last = Stopwatch.GetTimestamp();
            return ChainReplay.Run(new StoredChain(store), document, new CatalogIndex(ModuleCatalog.Create()), Note, context.Stop).OrFail(Remedy);

            void Note(Height reached, Height tip)
            {
                if (Stopwatch.GetElapsedTime(last) >= ProgressInterval)
                {
                    last = Stopwatch.GetTimestamp();
                    context.Output.Progress($"height {reached} of {tip}");
                }
            }
        }
        catch (StorageException exception)
        {
            throw new CliException(VerifyErrors.Damaged.Value, $"The database cannot be opened: {exception.Message}", Remedy);
        }
    }

    private static string FindGenesis(string home)
    {
        string? directory = home;
        for (int i = 0; i < 3 && directory is not null; i++)
        {
            string candidate = Path.Combine(directory, "genesis.json");
            if (File.Exists(candidate))
            {
                return candidate;
            }

            directory = Path.GetDirectoryName(directory);
        }

        throw CliException.Usage($"There is no genesis.json in {home} or above it", "give --genesis FILE");
    }
}
