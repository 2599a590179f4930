using DeAI.Chain.Learning;
using DeAI.Chain.Modules.Accounts.Queries;
using DeAI.Chain.Modules.Consent.Contracts;
using DeAI.Chain.Modules.Consent.Queries;
using DeAI.Chain.Modules.Contribution.Contracts;
using DeAI.Chain.Modules.Contribution.Queries;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Federation.Queries;
using DeAI.Chain.Modules.Models.Contracts;
using DeAI.Chain.Modules.Models.Queries;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Modules.Registry.Queries;
using DeAI.Chain.Modules.Training.Contracts;
using DeAI.Chain.Modules.Training.Queries;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Agent.Chain;

/// <summary>The entries of the state that the agent decides by, decoded.</summary>
public sealed class ChainReader(IChainAccess chain)
{
    public Task<AccountRecord?> AccountAsync(AccountId account, CancellationToken cancellation) =>
        ReadAsync<AccountRecord>(RegistryQueries.AccountKey(account), cancellation);

    /// <summary>Credits that the account holds freely.</summary>
    public async Task<Credits> CreditsAsync(AccountId account, CancellationToken cancellation)
    {
        Blob? value = await chain.ReadAsync(AccountsQueries.BalanceKey(account), cancellation);
        return value is { } bytes ? Required(AccountsQueries.DecodeHeld(bytes.Span)) : Credits.Zero;
    }

    public Task<TaskRecord?> TaskAsync(Hash256 task, CancellationToken cancellation) =>
        ReadAsync<TaskRecord>(FederationQueries.TaskKey(task), cancellation);

    public Task<RoundRecord?> RoundAsync(Hash256 task, uint round, CancellationToken cancellation) =>
        ReadAsync<RoundRecord>(FederationQueries.RoundKey(task, round), cancellation);

    public Task<ContributionRecord?> ContributionAsync(ContributionKey key, CancellationToken cancellation) =>
        ReadAsync<ContributionRecord>(FederationQueries.KeyOf(key), cancellation);

    public Task<CommitmentRecord?> CommitmentAsync(ContributionKey key, CancellationToken cancellation) =>
        ReadAsync<CommitmentRecord>(TrainingQueries.CommitmentKey(key), cancellation);

    public Task<VerdictRecord?> VerdictAsync(ContributionKey key, CancellationToken cancellation) =>
        ReadAsync<VerdictRecord>(TrainingQueries.VerdictKey(key), cancellation);

    public async Task<bool> HasRevealedAsync(ContributionKey key, CancellationToken cancellation) =>
        await chain.ReadAsync(TrainingQueries.RevealedKey(key), cancellation) is not null;

    public Task<ScoreRecord?> ScoreAsync(ContributionKey key, CancellationToken cancellation) =>
        ReadAsync<ScoreRecord>(ContributionQueries.ShareKey(key.Task, key.Round, key.Organisation), cancellation);

    public Task<DataSetRecord?> DataSetAsync(Hash256 dataSet, CancellationToken cancellation) =>
        ReadAsync<DataSetRecord>(ConsentQueries.DataSetKey(dataSet), cancellation);

    /// <summary>The consent to every task of a purpose.</summary>
    public Task<ConsentRecord?> ConsentAsync(Hash256 dataSet, string purpose, CancellationToken cancellation) =>
        ReadAsync<ConsentRecord>(ConsentQueries.ConsentKey(dataSet, purpose), cancellation);

    public Task<ModelVersion?> VersionAsync(Hash256 version, CancellationToken cancellation) =>
        ReadAsync<ModelVersion>(ModelsQueries.VersionKey(version), cancellation);

    public Task<ModelWeights?> WeightsAsync(Hash256 version, CancellationToken cancellation) =>
        ReadAsync<ModelWeights>(ModelsQueries.WeightsKey(version), cancellation);

    /// <summary>The model that a round's training starts from.</summary>
    public async Task<ModelWeights> StartWeightsAsync(TaskRecord task, RoundRecord round, CancellationToken cancellation)
    {
        if (round.Start.IsDefault)
        {
            return InitialWeights.From(task.Terms.Model, task.Terms.WeightsSeed);
        }

        return await WeightsAsync(round.Start, cancellation)
            ?? throw new ChainUnreachableException($"{AgentErrors.BadState}: version {round.Start} of a round under way has no weights.");
    }

    private async Task<T?> ReadAsync<T>(byte[] key, CancellationToken cancellation)
        where T : class, ICanonical<T>
    {
        Blob? value = await chain.ReadAsync(key, cancellation);
        return value is { } bytes ? Required(Canonical.Decode<T>(bytes.Span)) : null;
    }

    private static T Required<T>(Result<T> decoded) =>
        decoded.TryGet(out T value, out Refusal? refusal)
            ? value
            : throw new ChainUnreachableException($"{AgentErrors.BadState}: {refusal}. Node and agent may be of different versions.");
}
