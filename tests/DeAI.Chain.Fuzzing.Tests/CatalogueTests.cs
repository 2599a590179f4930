using System.Text.RegularExpressions;

namespace DeAI.Chain.Fuzzing.Tests;

public sealed partial class CatalogueTests
{
    /// <summary>Files of src that take bytes or texts apart by other means than a canonical type: the decoder that covers each, or why none need.</summary>
    private static readonly Dictionary<string, string> Readers = new(StringComparer.Ordinal)
    {
        ["Agent/AgentConfiguration.cs"] = "text.agent.configuration",
        ["Agent/AgentHost.cs"] = "text.keystore, text.genesis",
        ["Agent/Rounds/AgentJournal.cs"] = "file.agent.journal",
        ["Api/Services/AccountsService.cs"] = "api.page_token, of exactly four bytes",
        ["Api/Services/BlocksService.cs"] = "api.page_token, of exactly four bytes",
        ["Api/Services/SearchPlace.cs"] = "api.page_token, of exactly twelve bytes",
        ["Api/Translation/PageToken.cs"] = "api.page_token",
        ["Cli/Commands/Demo/Chain/DemoNode.cs"] = "one number of the demo's own node",
        ["Cli/Commands/Genesis/GenesisCommands.cs"] = "a text that is compared and nothing else",
        ["Cli/Commands/Genesis/GenesisDraft.cs"] = "text.cli.genesis_draft",
        ["Cli/Commands/Genesis/GenesisFiles.cs"] = "text.genesis",
        ["Cli/Commands/Keys/KeyFiles.cs"] = "text.keystore",
        ["Cli/Commands/Keys/Passphrases.cs"] = "a passphrase is any text",
        ["Cli/Commands/LocalNet/LocalNetworkFile.cs"] = "file.cli.localnet",
        ["Cli/Commands/LocalNet/LocalNetworkMaker.cs"] = "settings of nodes that the program wrote itself",
        ["Cli/Commands/LocalNet/NodeProcess.cs"] = "two numbers that the program wrote itself",
        ["Cli/Commands/LocalNet/Trials/KillCycles.cs"] = "an answer of the program itself",
        ["Cli/Commands/Node/Doctor/IdentityChecks.cs"] = "a text that is compared and nothing else",
        ["Cli/Commands/Proofs/ProveCommands.cs"] = "text.proof_file; hexadecimal of the person's own command line",
        ["Cli/Commands/Transactions/MessageFields.cs"] = "a file that is hashed and nothing else",
        ["Cli/Commands/Transactions/Messages/ModelMessages.cs"] = "hexadecimal of the person's own command line",
        ["Cli/Commands/Transactions/TaskFile.cs"] = "file.cli.task_file",
        ["Cli/Commands/Transactions/TransactionCommands.cs"] = "hexadecimal of the person's own command line",
        ["Client/Proofs/ProofJson.cs"] = "text.proof_file",
        ["Client/Proofs/StateDescription.cs"] = "client.state_description",
        ["Consensus/Certificates/Certificate.cs"] = "Consensus.Certificate",
        ["Cryptography/Keystore/Keystore.cs"] = "text.keystore",
        ["Cryptography/Vrf/VrfProof.cs"] = "Cryptography.VrfProof",
        ["Grpc/Client/ResponseStatus.cs"] = "grpc.response_status",
        ["Grpc/Client/RpcException.cs"] = "grpc.response_status",
        ["Grpc/Protocol/Base64.cs"] = "grpc.base64, grpc.metadata",
        ["Grpc/Protocol/FrameReader.cs"] = "grpc.*, one for each request message",
        ["Grpc/Protocol/PercentEncoding.cs"] = "grpc.percent",
        ["Grpc/Reflection/ReflectionService.cs"] = "the bytes of a message that was parsed already",
        ["Learning/Models/HashStream.cs"] = "a hash",
        ["Learning/Models/Int32Bytes.cs"] = "Learning.ModelWeights, Learning.ModelUpdate, Learning.ModelState",
        ["Learning/Training/DataBlock.cs"] = "Learning.DataBlock",
        ["Ledger/Genesis/GenesisReader.cs"] = "text.genesis",
        ["Ledger/Transactions/VerifiedTransaction.cs"] = "ledger.verified_transaction",
        ["Ledger/Tree/InnerNode.cs"] = "ledger.inner_node",
        ["Ledger/Tree/LeafNode.cs"] = "ledger.leaf_node",
        ["Modules/Accountability/State/AccountabilityState.cs"] = "keys of the state that the module writes itself",
        ["Modules/Accounts/State/AccountsState.cs"] = "keys of the state that the module writes itself",
        ["Modules/Contribution/State/ContributionState.cs"] = "keys of the state that the module writes itself",
        ["Modules/Federation/State/FederationState.cs"] = "keys of the state that the module writes itself",
        ["Modules/Governance/State/GovernanceState.cs"] = "keys of the state that the module writes itself",
        ["Modules/Registry/State/RegistryState.cs"] = "keys of the state that the module writes itself",
        ["Network/Framing/ControlFrames.cs"] = "network.hello, network.ping, network.goodbye",
        ["Network/Framing/FrameCodec.cs"] = "network.frames, network.first_frame",
        ["Network/Hosting/Listener.cs"] = "an address that the system gave",
        ["Network/Identity/TlsCertificate.cs"] = "file.network.tls_certificate",
        ["Node/Composition/NodeHost.cs"] = "text.genesis",
        ["Node/Composition/NodeKeys.cs"] = "text.keystore",
        ["Node/Configuration/NodeConfigurationLoader.cs"] = "file.node.configuration",
        ["Primitives/Bytes32.cs"] = "text.id",
        ["Primitives/Encoding/Canonical.cs"] = "every canonical type",
        ["Primitives/Encoding/CanonicalReader.cs"] = "every canonical type",
        ["Simulation/Tracing/EventTrace.cs"] = "any eight bytes",
        ["Storage/Chain/BlockReader.cs"] = "keys and heights that the store writes itself, under RocksDB's checksums",
        ["Storage/Chain/StaleNodes.cs"] = "storage.stale_nodes",
        ["Storage/Chain/StatePruning.cs"] = "keys and heights that the store writes itself, under RocksDB's checksums",
        ["Storage/Checksums/Crc32C.cs"] = "any bytes",
        ["Storage/DataDirectory.cs"] = "a text that is compared and nothing else",
        ["Storage/Files/FileName.cs"] = "an answer of the system",
        ["Storage/Votes/FileId.cs"] = "storage.vote_log",
        ["Storage/Votes/SystemVoteLogDisk.cs"] = "storage.vote_log",
        ["Storage/Votes/VoteLogCopy.cs"] = "storage.vote_log",
        ["Storage/Votes/VoteLogHeader.cs"] = "storage.vote_log",
        ["Storage/Votes/VoteLogMarker.cs"] = "file.storage.vote_marker",
    };

    /// <summary>By source, not by reflection: whatever claims to be canonical anywhere in src is in the catalogue.</summary>
    [Fact]
    public void CanonicalTypes_OfTheSources_AreAllFuzzed()
    {
        int declared = SourceFiles().Sum(static path => Declaration().Count(File.ReadAllText(path)));
        Assert.Equal(declared, DecoderCatalogue.CanonicalTypes().Count);
        Assert.True(declared > 150, $"only {declared} types were found");
    }

    [Fact]
    public void Sources_ThatTakeBytesApart_AreInTheCatalogueOrSayWhyNot()
    {
        string[] found =
        [
            .. SourceFiles().Where(static path => Reading().IsMatch(File.ReadAllText(path)))
                .Select(static path => Path.GetRelativePath(Path.Combine(Root, "src"), path)["DeAI.Chain.".Length..].Replace('\\', '/'))
                .Order(StringComparer.Ordinal),
        ];
        string[] unlisted = [.. found.Except(Readers.Keys)];
        string[] gone = [.. Readers.Keys.Except(found)];
        Assert.True(unlisted.Length + gone.Length == 0, $"not listed: {string.Join(", ", unlisted)}; listed and no reader any more: {string.Join(", ", gone)}");
    }

    [Fact]
    public void Decoders_NamedByTheList_Exist()
    {
        HashSet<string> names = [.. DecoderCatalogue.All.Select(static decoder => decoder.Name)];
        Assert.Equal(DecoderCatalogue.All.Count, names.Count);
        string[] missing = [.. Readers.Values.SelectMany(static text => DecoderName().Matches(text)).Select(static match => match.Value).Where(name => !names.Contains(name))];
        Assert.True(missing.Length == 0, $"No such decoder: {string.Join(", ", missing)}");
    }

    [Fact]
    public void Decoders_All_HaveValidInputs()
    {
        string[] without = [.. DecoderCatalogue.All.Where(static decoder => decoder.Seeds.Count == 0).Select(static decoder => decoder.Name)];
        Assert.True(without.Length == 0, $"SeedMaker makes no valid input for {string.Join(", ", without)}");
    }

    private static string Root
    {
        get
        {
            DirectoryInfo? directory = new(AppContext.BaseDirectory);
            while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "DeAI.Chain.sln")))
            {
                directory = directory.Parent;
            }

            return directory?.FullName ?? throw new InvalidOperationException("DeAI.Chain.sln lies in none of the folders above the test.");
        }
    }

    private static IEnumerable<string> SourceFiles() => Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
        .Where(static path => !path.Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "obj"));

    [GeneratedRegex(@"(record|class|struct) (?<name>\w+)[^;{]*: [^;{]*ICanonical<\k<name>>", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Declaration();

    [GeneratedRegex(
        @"JsonDocument\.Parse|JsonSerializer\.Deserialize|JsonNode\.Parse|CanonicalReader \w+ = new|new CanonicalReader\(|ParseFrom\(|BinaryPrimitives\.(Try)?Read|FromBase64|Base64Url\.Decode|FromHexString|File\.ReadAll(Text|Bytes|Lines)|X509CertificateLoader|CreateFromPem",
        RegexOptions.ExplicitCapture,
        10_000)]
    private static partial Regex Reading();

    [GeneratedRegex(@"\b(text|file|api|client|network|storage|ledger|Learning|Consensus|Cryptography|grpc)\.[A-Za-z_.]+\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DecoderName();
}
