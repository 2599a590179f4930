using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Accountability.Contracts;
using DeAI.Chain.Modules.Accounts.Contracts;
using DeAI.Chain.Modules.Governance.Contracts;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Validators;

namespace DeAI.Chain.Modules.Governance;

/// <summary>Carries changes out: on a copy of the state when they are proposed, on the state itself when their height comes.</summary>
internal sealed class Execution
{
    /// <summary>The fewest seats a change may leave: with four, one validator may be faulty and the chain goes on.</summary>
    public const int MinSeats = 4;

    private readonly IRegistry _registry;
    private readonly ICredits _credits;
    private readonly IAccountability _accountability;
    private readonly SortedDictionary<string, ParameterDefinition> _parameters = new(StringComparer.Ordinal);

    public Execution(IRegistry registry, ICredits credits, IAccountability accountability, IEnumerable<ParameterDefinition> parameters)
    {
        _registry = registry;
        _credits = credits;
        _accountability = accountability;
        foreach (ParameterDefinition definition in parameters)
        {
            _parameters.Add(definition.Name, definition);
        }
    }

    public IEnumerable<ParameterDefinition> Parameters => _parameters.Values;

    /// <summary>The effect that a change would have, found by making it on a copy.</summary>
    public Result<string> DryRun(IStateReader state, Change change) => Run(new StateOverlay(state), change);

    /// <returns>The effect in words, with the values before and after; or a refusal, and then nothing was written.</returns>
    public Result<string> Run(IStateWriter state, Change change) => change switch
    {
        SetParameter set => Set(state, set),
        SeatValidator seat => Seat(state, seat),
        RemoveValidator remove => Remove(state, remove),
        GrantFromTreasury grant => Grant(state, grant),
        _ => throw new InvalidOperationException($"{change.GetType().Name} is no known change."),
    };

    private Result<string> Set(IStateWriter state, SetParameter change)
    {
        if (!_parameters.TryGetValue(change.Name, out ParameterDefinition? definition))
        {
            return Refuse(Errors.UnknownParameter, $"there is no parameter '{change.Name}'");
        }

        if (change.Value < definition.Min || change.Value > definition.Max)
        {
            return Refuse(Errors.OutOfBounds, $"{change.Value} is outside {definition.Min}..{definition.Max}");
        }

        ulong before = ParameterStore.Get(state, definition);
        if (definition == LedgerParameters.RuleVersion && change.Value != before + 1)
        {
            return Refuse(Errors.OutOfBounds, $"rules go from version {before} to {before + 1} and no other way");
        }

        if (before == change.Value)
        {
            return Refuse(Errors.NoChange, $"{definition.Name} is {before} already");
        }

        ParameterStore.Set(state, definition, change.Value);
        return Result.Of($"{definition.Name}: {before} -> {change.Value}");
    }

    private Result<string> Seat(IStateWriter state, SeatValidator change)
    {
        if (!_registry.TryGetNode(state, change.Node, out NodeRecord? node)
            || node.Kind != NodeKind.Validator
            || !_registry.TryGetOrganisation(state, node.Organisation, out OrganisationRecord? organisation)
            || organisation.Status != OrganisationStatus.Live)
        {
            return Refuse(Errors.NoValidatorNode, $"{change.Node.ToShortString()} is no validator node of a live organisation");
        }

        if (_accountability.IsOffender(state, change.Node))
        {
            return Refuse(Errors.Excluded, $"{change.Node.ToShortString()} has contradicted itself; the organisation can offer another key");
        }

        ValidatorSet before = ValidatorSchedule.Next(state);
        if (before.IndexOf(change.Node) >= 0)
        {
            return Refuse(Errors.NoChange, $"{change.Node.ToShortString()} has its organisation's seat already");
        }

        List<Validator> seats = before.Seats.Where(seat => seat.Organisation != node.Organisation).ToList();
        seats.Add(new Validator(node.Organisation, change.Node));
        return Schedule(state, before, seats, $"seat of organisation {node.Organisation}: node {change.Node.ToShortString()}");
    }

    private static Result<string> Remove(IStateWriter state, RemoveValidator change)
    {
        ValidatorSet before = ValidatorSchedule.Next(state);
        List<Validator> seats = before.Seats.Where(seat => seat.Organisation != change.Organisation).ToList();
        return seats.Count == before.Count
            ? Refuse(Errors.NoSeat, $"organisation {change.Organisation} has no seat")
            : Schedule(state, before, seats, $"seat of organisation {change.Organisation}: none");
    }

    private static Result<string> Schedule(IStateWriter state, ValidatorSet before, List<Validator> seats, string effect)
    {
        if (seats.Count < MinSeats && seats.Count < before.Count)
        {
            return Refuse(Errors.TooFewSeats, $"{seats.Count} seats would be left, {MinSeats} are the fewest");
        }

        seats.Sort(static (left, right) => left.Organisation.CompareTo(right.Organisation));
        ValidatorSet after = new(new Sequence<Validator>([.. seats]));
        if (after.Check().Refusal is { } bad)
        {
            return Refuse(Errors.BadValidatorSet, bad.Detail);
        }

        ValidatorSchedule.SetNext(state, after);
        return Result.Of($"{effect}; {before.Count} -> {after.Count} seats");
    }

    private Result<string> Grant(IStateWriter state, GrantFromTreasury change)
    {
        if (change.Amount.IsZero)
        {
            return Refuse(Errors.ZeroAmount, "the grant is zero");
        }

        if (!_registry.TryGetAccount(state, change.To, out _))
        {
            return Refuse(Errors.UnknownRecipient, $"account {change.To.ToShortString()} is not registered");
        }

        Credits before = _credits.HeldBy(state, _credits.Treasury);
        if (before < change.Amount)
        {
            return Refuse(Errors.TreasuryShort, $"the treasury holds {before}, the grant is {change.Amount}");
        }

        _credits.Transfer(state, _credits.Treasury, change.To, change.Amount);
        return Result.Of($"treasury: {before} -> {before - change.Amount}, to account {change.To.ToShortString()}");
    }

    private static Result<string> Refuse(ReasonCode code, string detail) => Result.Refuse<string>(code, detail);
}
