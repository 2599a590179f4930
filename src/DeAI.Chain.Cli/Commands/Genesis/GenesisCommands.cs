using System.CommandLine;
using DeAI.Chain.Ledger.Genesis;

namespace DeAI.Chain.Cli.Commands.Genesis;

/// <summary><c>deai genesis</c>: a ceremony in which nobody sees another's key.</summary>
internal static class GenesisCommands
{
    public static Command Create(CommandFactory factory) =>
        CommandFactory.Group(
            "genesis", "The file that a chain starts from: a draft goes around, everybody adds public keys, one builds, all verify.",
            New(factory), GenesisAddCommands.Create(factory), Build(factory), Verify(factory));

    private static Command New(CommandFactory factory)
    {
        Option<string> name = new("--name") { Description = "The network's name: 1 to 64 lower-case letters, digits and hyphens.", Required = true };
        Option<string> file = new("--out") { Description = "Where to write the draft; must not exist.", Required = true };
        Option<long?> time = new("--time-ms") { Description = "Time of block 0 in milliseconds since 1970, UTC; now if not given." };
        return factory.Make("new", "Make an empty draft.", [name, file, time], context =>
        {
            string path = context.Get(file);
            if (File.Exists(path))
            {
                throw new CliException("genesis.exists", $"{path} exists", "choose another path, or move the file away");
            }

            DateTimeOffset start = context.Get(time) is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : TimeProvider.System.GetUtcNow();
            File.WriteAllText(path, GenesisDraft.Create(context.Get(name), start).ToJson());
            context.Output.Write(
                new { draft = Path.GetFullPath(path), name = context.Get(name) },
                text => text.WriteLine($"{path}: an empty draft. Each organisation now adds itself with deai genesis add."));
            return ExitCode.Done;
        });
    }

    private static Command Build(CommandFactory factory)
    {
        Argument<string> draft = new("draft") { Description = "The draft with all organisations." };
        Option<string> file = new("--out") { Description = "The genesis file; FILE.chain gets the chain's id. Must not exist.", Required = true };
        return factory.Make("build", "Check the draft, start the chain in memory, and write the genesis file and its chain id.", [draft, file], context =>
        {
            string path = context.Get(file);
            if (File.Exists(path))
            {
                throw new CliException("genesis.exists", $"{path} exists", "choose another path, or move the file away");
            }

            string source = context.Get(draft);
            GenesisDraft content = GenesisDraft.Parse(GenesisFiles.Read(source), source);
            GenesisDocument document = content.Check();
            GenesisFiles.Write(path, content.ToJson(), document.Chain);
            context.Output.Write(
                Describe(document, path),
                text => text.WriteLine($"{path}: chain {document.Chain}, {document.Validators.Count} validators. Everybody compares this id: deai genesis verify."));
            return ExitCode.Done;
        });
    }

    private static Command Verify(CommandFactory factory)
    {
        Argument<string> file = new("file") { Description = "The genesis file." };
        Option<string?> expected = new("--chain") { Description = "The id that it must have; without it FILE.chain is compared where it exists." };
        return factory.Make("verify", "Check a genesis file and print its chain id.", [file, expected], context =>
        {
            string path = context.Get(file);
            GenesisDocument document = GenesisDraft.Check(GenesisFiles.Read(path));
            string beside = GenesisFiles.ChainFileOf(path);
            string? wanted = context.Get(expected) ?? (File.Exists(beside) ? File.ReadAllText(beside).Trim() : null);
            if (wanted is not null && !string.Equals(wanted, document.Chain.ToString(), StringComparison.OrdinalIgnoreCase))
            {
                throw new CliException(
                    "genesis.other_chain",
                    $"{path} is the genesis of chain {document.Chain}, not of {wanted}",
                    "ask the others which file is the agreed one; do not start a node with this one");
            }

            context.Output.Write(Describe(document, path), text =>
            {
                text.WriteLine($"chain       {document.Chain}");
                text.WriteLine($"name        {document.Name}");
                text.WriteLine($"time        {DateTimeOffset.FromUnixTimeMilliseconds((long)document.TimeMs):O}");
                text.WriteLine($"validators  {document.Validators.Count}, quorum {document.Validators.Quorum}");
                text.WriteLine(wanted is null ? "compared    with nothing: give --chain" : "compared    equal");
            });
            return ExitCode.Done;
        });
    }

    private static object Describe(GenesisDocument document, string path) => new
    {
        chain = document.Chain.ToString(),
        document.Name,
        document.TimeMs,
        validators = document.Validators.Seats.Items.Select(static seat => new { organisation = seat.Organisation.Value, key = seat.Key.ToString() }),
        quorum = document.Validators.Quorum,
        file = Path.GetFullPath(path),
    };
}
