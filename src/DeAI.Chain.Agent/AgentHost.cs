using System.Security.Cryptography;
using System.Text;
using DeAI.Chain.Agent.Chain;
using DeAI.Chain.Agent.Data;
using DeAI.Chain.Agent.Rounds;
using DeAI.Chain.Client;
using DeAI.Chain.Compute;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Learning;
using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Primitives;
using Microsoft.Extensions.Logging;

namespace DeAI.Chain.Agent;

/// <summary>The agent as a process: opens keystore, genesis and connection, and keeps the agent running while nodes come and go.</summary>
public static class AgentHost
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>Runs until cancelled, or until no task is left if the configuration says so.</summary>
    /// <returns>Ok at the end; a refusal where the configuration, the data or the account make running pointless.</returns>
    public static async Task<Result> RunAsync(AgentConfiguration configuration, ILogger log, CancellationToken cancellation)
    {
        Result<SigningKey> opened = OpenKey(configuration);
        if (!opened.TryGet(out SigningKey key, out Refusal? refusal))
        {
            return new Result(refusal);
        }

        using SigningKey owned = key;
        if (!ReadGenesis(configuration.Genesis).TryGet(out GenesisDocument genesis, out refusal))
        {
            return new Result(refusal);
        }

        using ChainClient client = new(new ChainClientOptions { Nodes = [.. configuration.Nodes.Select(static node => new Uri(node))], Genesis = genesis });
        AccountId account = configuration.Account is { } text && Bytes32.TryParse(text, out Bytes32 id) ? new AccountId(id) : default;
        using TransactionSender sender = new(client, owned, account);
        await using ClientChainAccess chain = new(client, sender, configuration.VerifyReads);
        using MemberSecret secret = MemberSecret.Of(owned);
        return await RunAsync(configuration, chain, secret, log, TimeProvider.System, cancellation);
    }

    /// <summary>As above, over any chain.</summary>
    public static async Task<Result> RunAsync(
        AgentConfiguration configuration, IChainAccess chain, MemberSecret secret, ILogger log, TimeProvider clock, CancellationToken cancellation)
    {
        if (ChooseBackend(log).TryGet(out ITensorBackend backend, out Refusal? broken) is false)
        {
            return new Result(broken);
        }

        MemberAgent? agent = null;
        TimeSpan pause = FirstPause;
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                if (agent is null)
                {
                    Result<MemberAgent> created = await MemberAgent.CreateAsync(configuration, chain, secret, backend, log, cancellation);
                    if (!created.TryGet(out agent, out Refusal? refusal))
                    {
                        return new Result(refusal);
                    }
                }

                pause = FirstPause;
                await agent.RunAsync(cancellation);
                return Result.Ok;
            }
            catch (ChainUnreachableException unreachable)
            {
                AgentLog.Unreachable(log, unreachable.Message, pause.TotalSeconds);
                if (!await WaitAsync(pause, clock, cancellation))
                {
                    return Result.Ok;
                }

                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return Result.Ok;
            }
        }

        return Result.Ok;
    }

    /// <summary>The fastest backend that returns the known answers, of single products and of a whole run.</summary>
    internal static Result<ITensorBackend> ChooseBackend(ILogger log)
    {
        BackendChoice choice = BackendSelector.Choose();
        foreach (Refusal passedOver in choice.PassedOver)
        {
            AgentLog.BackendPassedOver(log, passedOver.ToString());
        }

        return KnownAnswers.Check(choice.Backend).Refusal is { } refusal ? Result.Refuse<ITensorBackend>(refusal) : Result.Of(choice.Backend);
    }

    private static async Task<bool> WaitAsync(TimeSpan pause, TimeProvider clock, CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(pause, clock, cancellation);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static Result<SigningKey> OpenKey(AgentConfiguration configuration)
    {
        try
        {
            string? passphrase = configuration.PassphraseFile is { } file
                ? File.ReadAllText(file).TrimEnd('\r', '\n')
                : Environment.GetEnvironmentVariable("DEAI_PASSPHRASE");
            if (passphrase is null)
            {
                return Result.Refuse<SigningKey>(
                    AgentErrors.BadConfiguration, "the keystore needs a passphrase: set passphraseFile or the environment's DEAI_PASSPHRASE");
            }

            Result<KeystoreFile> keystore = Keystore.FromJson(File.ReadAllText(configuration.Keystore));
            if (!keystore.TryGet(out KeystoreFile stored, out Refusal? refusal))
            {
                return Result.Refuse<SigningKey>(refusal);
            }

            byte[] bytes = Encoding.UTF8.GetBytes(passphrase);
            Result<SigningKey> key = Keystore.Decrypt(stored, bytes);
            CryptographicOperations.ZeroMemory(bytes);
            return key;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Result.Refuse<SigningKey>(AgentErrors.BadConfiguration, $"keystore or passphrase: {e.Message}");
        }
    }

    private static Result<GenesisDocument> ReadGenesis(string path)
    {
        try
        {
            return GenesisDocument.Parse(File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Result.Refuse<GenesisDocument>(AgentErrors.BadConfiguration, $"genesis: {e.Message}");
        }
    }
}
