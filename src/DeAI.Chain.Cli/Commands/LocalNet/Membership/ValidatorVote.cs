using DeAI.Chain.Api.V1;
using DeAI.Chain.Client;
using DeAI.Chain.Cli.Commands.Keys;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Modules;
using DeAI.Chain.Modules.Governance.Contracts;
using DeAI.Chain.Modules.Governance.Messages;
using Google.Protobuf;
using Task = System.Threading.Tasks.Task;

namespace DeAI.Chain.Cli.Commands.LocalNet.Membership;

/// <summary>Has the operators of a local network vote for a change of the validators, and waits until it holds.</summary>
public static class ValidatorVote
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    /// <summary>The node of an organisation without a seat gets one.</summary>
    /// <exception cref="CliException">Members did not agree, or the change failed.</exception>
    /// <exception cref="ChainRefusedException">The chain refused.</exception>
    public static async Task<MembershipChange> SeatAsync(
        LocalNetwork network, LocalNode node, ChainClient client, Action<string> progress, CancellationToken cancel)
    {
        PublicKey key = KeyReference.Parse(node.Key);
        return await DecideAsync(network, $"Seat {node.Name}", new SeatValidator(key), Holds, client, progress, cancel);

        bool Holds(Validators validators) => SeatOf(validators.Current, node) is not null;
    }

    /// <summary>The organisation of a node loses its seat.</summary>
    /// <exception cref="CliException">The node has no seat, members did not agree, or the change failed.</exception>
    /// <exception cref="ChainRefusedException">The chain refused.</exception>
    public static async Task<MembershipChange> RemoveAsync(
        LocalNetwork network, LocalNode node, ChainClient client, Action<string> progress, CancellationToken cancel)
    {
        Validators now = await client.Governance.GetValidatorsAsync(new GetValidatorsRequest(), cancel);
        ValidatorSeat seat = SeatOf(now.Current, node)
            ?? throw new CliException("localnet.no_seat", $"{node.Name} has no seat among the validators", "deai query validators lists them");
        return await DecideAsync(network, $"Remove {node.Name}", new RemoveValidator(new OrganisationId(seat.Organisation)), Holds, client, progress, cancel);

        bool Holds(Validators validators) => SeatOf(validators.Current, node) is null;
    }

    private static ValidatorSeat? SeatOf(IEnumerable<ValidatorSeat> seats, LocalNode node) =>
        seats.FirstOrDefault(seat => Convert.ToHexStringLower(seat.Key.Span) == node.Key);

    private static async Task<MembershipChange> DecideAsync(
        LocalNetwork network, string title, Change change, Func<Validators, bool> holds, ChainClient client, Action<string> progress, CancellationToken cancel)
    {
        LocalKey[] delegates = [.. network.Accounts.Where(static account => account.Name.StartsWith("operator-", StringComparison.Ordinal))];
        Transaction proposed = await SendAsync(network, delegates[0], client, Propose.Type, new Propose(title, change), cancel);
        Hash256 id = new(proposed.Id.Span);
        progress($"proposal {id} by {delegates[0].Name}");
        await Task.WhenAll(delegates.Select(voter => VoteAsync(network, voter, client, id, cancel)));
        Proposal proposal = await WaitAsync(client, proposed.Id, progress, cancel);
        Validators validators;
        do
        {
            await Task.Delay(Poll, cancel);
            validators = await client.Governance.GetValidatorsAsync(new GetValidatorsRequest(), cancel);
        }
        while (!holds(validators));
        return new MembershipChange(id.ToString(), proposal.ExecutesAt, validators.Epoch, validators.Current.Count);
    }

    private static async Task VoteAsync(LocalNetwork network, LocalKey voter, ChainClient client, Hash256 proposal, CancellationToken cancel)
    {
        try
        {
            await SendAsync(network, voter, client, CastVote.Type, new CastVote(proposal, InFavour: true), cancel);
        }
        catch (ChainRefusedException refused) when (refused.Reason.Value is "registry.unknown_account" or "governance.no_vote")
        {
            // Its organisation was not registered, or not when the vote began.
        }
    }

    private static async Task<Transaction> SendAsync<TMessage>(
        LocalNetwork network, LocalKey account, ChainClient client, ushort type, TMessage message, CancellationToken cancel)
        where TMessage : Primitives.Encoding.ICanonical<TMessage>
    {
        using SigningKey key = network.OpenKey(account.Name);
        using TransactionSender sender = new(client, key);
        return await sender.SendAsync(ModuleIds.Governance, type, message, cancel);
    }

    private static async Task<Proposal> WaitAsync(ChainClient client, ByteString id, Action<string> progress, CancellationToken cancel)
    {
        string last = string.Empty;
        while (true)
        {
            Proposal proposal = await client.Governance.GetProposalAsync(new GetProposalRequest { Proposal = id }, cancel);
            if (proposal.Status != last)
            {
                last = proposal.Status;
                ulong height = (await client.Node.GetStatusAsync(new GetStatusRequest(), cancel)).FinalizedHeight;
                progress($"{last} at height {height}; voting ends at {proposal.VotingEnds}, executed at {proposal.ExecutesAt}");
            }

            switch (last)
            {
                case "executed":
                    return proposal;
                case "voting" or "waiting":
                    await Task.Delay(Poll, cancel);
                    break;
                default:
                    throw new CliException($"localnet.proposal_{last}", $"The proposal was {last}: {proposal.OrganisationsFor} for, {proposal.OrganisationsAgainst} against. {proposal.Failure}", "deai query proposal shows it");
            }
        }
    }
}
