namespace DeAI.Chain.Consensus;

/// <summary>
/// Simplex for one epoch: a pure state machine. Same construction and same inputs, same effects. The rules are in this project's README;
/// comments
/// carry their numbers. Not thread-safe: it belongs to the writer thread.
/// </summary>
public sealed partial class ConsensusMachine
{
    private readonly Safety? _safety;
    private readonly VerificationCache _cache;
    private readonly int _seat;
    private readonly int _seats;
    private readonly Dictionary<ulong, ViewState> _views = [];
    private readonly Dictionary<Hash256, BlockEntry> _blocks = [];
    private readonly Dictionary<Hash256, List<BlockEntry>> _waiting = [];
    private readonly Dictionary<ulong, PendingWrite> _writes = [];
    private readonly Timeouts _timeouts = new();
    private readonly LeaderSkipping _skipping;
    private readonly FetchBook _fetches = new();
    private readonly AnswerBudget _budget = new();

    private ConsensusParameters _parameters;
    private ConsensusEffects _effects = new();
    private bool _started;
    private bool _halted;
    private long _now;
    private ulong _tokens;

    /// <param name="context">Chain, epoch, validators, start.</param>
    /// <param name="parameters">Used as <see cref="ConsensusParameters.Clamped"/>.</param>
    /// <param name="safety">Holds the key, restored before; null for an auditor. A key without a seat in this epoch follows like an
    /// auditor.</param>
    /// <param name="cache">Shared with the verifiers of this node.</param>
    public ConsensusMachine(EpochContext context, ConsensusParameters parameters, Safety? safety, VerificationCache cache)
    {
        Context = context;
        _parameters = parameters.Clamped();
        _cache = cache;
        _seats = context.Validators.Count;
        _seat = safety is null ? -1 : context.Validators.IndexOf(safety.PublicKey);
        _safety = _seat < 0 ? null : safety;
        _safety?.BeginEpoch(context, _seat);
        _skipping = new LeaderSkipping(_seats, context.Validators.Faulty);
        Committed = new BlockRef(context.Start.StartView, context.Start.StartDigest);
        View = Committed.View.Next;
        _oldest = View.Value;
        _trimmedTo = View.Value;
    }

    public EpochContext Context { get; }

    /// <summary>The view that the machine is in.</summary>
    public View View { get; private set; }

    /// <summary>The newest committed block.</summary>
    public BlockRef Committed { get; private set; }

    /// <summary>The finalization of <see cref="Committed"/>, or of the carrier that closed the epoch; null at the epoch's start.</summary>
    public VerifiedCertificate? CommittedBy { get; private set; }

    /// <summary>The newest view with a finalization, committed here or not yet.</summary>
    public View Finalized => _highest?.View ?? Committed.View;

    /// <summary>The epoch has ended here; the machine only answers peers.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Views and blocks in memory, for telemetry and tests.</summary>
    public int TrackedStates => _views.Count;

    public int TrackedBlocks => _blocks.Count;

    /// <summary>A fault stopped commits and votes.</summary>
    public bool IsHalted => _halted;

    /// <summary>Takes one input and appends what follows from it.</summary>
    public void Step(ConsensusInput input, ConsensusEffects effects)
    {
        _effects = effects;
        if (_started || IsForRestart(input))
        {
            Take(input);
        }

        if (_started)
        {
            SettleTimer();
        }
    }

    private static bool IsForRestart(ConsensusInput input) =>
        input is ConsensusInput.Tick or ConsensusInput.ProposalRestored or ConsensusInput.Rebase or ConsensusInput.CommitPersisted;

    private void Take(ConsensusInput input)
    {
        switch (input)
        {
            case ConsensusInput.Tick tick:
                OnTick(tick.NowMs);
                break;
            case ConsensusInput.ProposalReceived received:
                OnProposal(received.Proposal);
                break;
            case ConsensusInput.VoteReceived received:
                OnVote(received.Vote.Signed);
                break;
            case ConsensusInput.CertificateReceived received:
                OnCertificate(received.Certificate, assembledHere: false);
                break;
            case ConsensusInput.FetchReceived received:
                OnFetch(received.From, received.Fetch);
                break;
            case ConsensusInput.StatusReceived received:
                OnStatus(received.From, received.Status);
                break;
            case ConsensusInput.BlockBuilt built:
                OnBlockBuilt(built);
                break;
            case ConsensusInput.BlockValidated validated:
                OnBlockValidated(validated);
                break;
            case ConsensusInput.Persisted persisted:
                OnPersisted(persisted.Token);
                break;
            case ConsensusInput.ProposalLoaded loaded:
                OnProposalLoaded(loaded.To, loaded.Proposal);
                break;
            case ConsensusInput.ProposalRestored restored:
                OnProposalRestored(restored.Proposal);
                break;
            case ConsensusInput.Rebase rebase:
                OnRebase(rebase.Finalization);
                break;
            case ConsensusInput.CommitPersisted persisted:
                OnCommitPersisted(persisted.View);
                break;
            case ConsensusInput.Update update:
                _parameters = update.Parameters.Clamped();
                break;
            default:
                throw new InvalidOperationException($"No rule for {input.GetType().Name}.");
        }
    }

    private void Emit(ConsensusEffect effect) => _effects.Add(effect);

    private void Broadcast(ConsensusMessage message) => Emit(new ConsensusEffect.Broadcast(message));

    private void Fault(ConsensusFault kind, View view, string detail, bool halt)
    {
        if (halt && !_halted)
        {
            _halted = true;
            _safety?.Halt();
        }

        Emit(new ConsensusEffect.Fault(kind, view, detail));
    }
}
