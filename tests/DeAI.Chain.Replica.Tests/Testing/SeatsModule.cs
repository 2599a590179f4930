namespace DeAI.Chain.Replica.Tests.Testing;

/// <summary>One message: set the next validators; an empty list changes nothing. Anybody may send, each nonce once.</summary>
internal sealed class SeatsModule : IModule, IModuleCatalog, ITransactionGate
{
    public static readonly ModuleId Number = new(7);

    private static readonly StateTable<Seats> Nonces = new(Number, 1);

    public ModuleId Id => Number;

    public string Name => "seats";

    public IReadOnlyList<IMessageHandler> Handlers { get; } = [new SeatsHandler(), new RaiseHandler(), new LaterHandler()];

    public IReadOnlyList<ParameterDefinition> Parameters { get; } =
        [new("seats.later", Number, 5, 1, 9, "Came with rule version 2.", Since: 2)];

    public IReadOnlyList<IInvariant> Invariants => [];

    public IReadOnlyList<IModule> Modules => [this];

    public ITransactionGate Gate => this;

    public Result InitialiseGenesis(GenesisSection section, IStateWriter state) => Result.Ok;

    public void BeginBlock(ApplyContext context)
    {
    }

    public void EndBlock(ApplyContext context)
    {
    }

    public Result Admit(IStateReader state, TransactionBody body, Credits fee) =>
        Nonces.Contains(state, StateKey.Of(body.Nonce, body.Sender.Value))
            ? Result.Refuse(LedgerErrors.NonceUsed, $"{body.Nonce}")
            : Result.Ok;

    public void Charge(IStateWriter state, TransactionBody body, Credits fee) =>
        Nonces.Put(state, StateKey.Of(body.Nonce, body.Sender.Value), new Seats(default));

    /// <summary>The next block falls under the next rule version.</summary>
    private sealed class RaiseHandler : MessageHandler<Seats>
    {
        public override ushort MessageType => 2;

        public override string Name => "raise_rules";

        protected override Work WorkOf(Seats message) => new(1, 0);

        protected override Result Check(Seats message, ReadContext context) => Result.Ok;

        protected override void Apply(Seats message, ApplyContext context) =>
            ParameterStore.Set(context.State, LedgerParameters.RuleVersion, context.Block.Rules + 1);
    }

    /// <summary>Came with rule version 2.</summary>
    private sealed class LaterHandler : MessageHandler<Seats>
    {
        public override ushort MessageType => 3;

        public override string Name => "later";

        public override ulong Since => 2;

        protected override Work WorkOf(Seats message) => new(1, 0);

        protected override Result Check(Seats message, ReadContext context) => Result.Ok;

        protected override void Apply(Seats message, ApplyContext context) => context.Emit("seats.later");
    }

    private sealed class SeatsHandler : MessageHandler<Seats>
    {
        public override ushort MessageType => 1;

        public override string Name => "set";

        protected override Work WorkOf(Seats message) => new(1, 0);

        protected override Result Check(Seats message, ReadContext context) => Result.Ok;

        protected override void Apply(Seats message, ApplyContext context)
        {
            if (message.Validators.Count > 0)
            {
                ValidatorSchedule.SetNext(context.State, new ValidatorSet(message.Validators));
            }
        }
    }
}
