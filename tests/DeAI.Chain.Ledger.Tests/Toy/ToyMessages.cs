namespace DeAI.Chain.Ledger.Tests.Toy;

internal sealed record Transfer(AccountId To, Credits Amount) : ICanonical<Transfer>
{
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(To);
        writer.Write(Amount);
    }

    public static Transfer Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        return new Transfer(reader.ReadAccountId(), reader.ReadCredits());
    }
}

internal sealed class TransferHandler : MessageHandler<Transfer>
{
    public override ushort MessageType => 1;

    public const ulong ThrowsStateless = 999_999_999;

    public override string Name => "transfer";

    protected override Result CheckStateless(Transfer message) =>
        message.Amount.Value == ThrowsStateless ? throw new InvalidOperationException("a defect")
        : message.Amount.IsZero ? Result.Refuse(new ReasonCode("toy.nothing"), "zero") : Result.Ok;

    protected override Work WorkOf(Transfer message) => new(2, 0);

    protected override Result Check(Transfer message, ReadContext context)
    {
        ToyModule.Accounts.TryGet(context.State, StateKey.Of(context.Sender.Value), out ToyAccount? from);
        if (message.Amount.Value > ParameterStore.Get(context.State, ToyModule.Limit))
        {
            return Result.Refuse(new ReasonCode("toy.over_limit"), $"{message.Amount}");
        }

        return from!.Balance < message.Amount ? Result.Refuse(new ReasonCode("toy.insufficient"), $"{from.Balance}") : Result.Ok;
    }

    protected override void Apply(Transfer message, ApplyContext context)
    {
        Add(context, context.Sender, account => account with { Balance = account.Balance - message.Amount });
        Add(context, message.To, account => account with { Balance = account.Balance + message.Amount });
        context.Emit("toy.transferred", new EventAttribute("amount", message.Amount.ToString()));
    }

    private static void Add(ApplyContext context, AccountId id, Func<ToyAccount, ToyAccount> change)
    {
        ToyAccount account = ToyModule.Accounts.TryGet(context.State, StateKey.Of(id.Value), out ToyAccount? known)
            ? known
            : new ToyAccount(Credits.Zero, NonceWindow.Empty);
        ToyModule.Accounts.Put(context.State, StateKey.Of(id.Value), change(account));
    }
}

internal enum ToyAction : byte
{
    Nothing,
    ThrowInCheck,
    ThrowInApply,
    TooManyEvents,
    LongEvent,
    Verdict,
    SetValidators,
    SetBadValidators,
    SetLimit,
    Work,
    RefuseWithoutCode,
    RefusedWork,
}

internal sealed record Act(ToyAction Action, ulong Number, Sequence<Validator> Seats) : ICanonical<Act>
{
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Write((byte)Action);
        writer.Write(Number);
        writer.Write(Seats);
    }

    public static Act Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(3);
        return new Act((ToyAction)reader.ReadByte(), reader.ReadUInt64(), reader.ReadSequence<Validator>(128));
    }
}

internal sealed class ActHandler : MessageHandler<Act>
{
    public override ushort MessageType => 2;

    public override string Name => "act";

    protected override Work WorkOf(Act message) => new(1, message.Action is ToyAction.Work or ToyAction.RefusedWork ? message.Number : 0);

    protected override Result Check(Act message, ReadContext context) => message.Action switch
    {
        ToyAction.ThrowInCheck => throw new InvalidOperationException("a defect"),
        ToyAction.RefuseWithoutCode => Result.Refuse(default, "no code"),
        ToyAction.RefusedWork => Result.Refuse(new ReasonCode("toy.no_such_work"), "it is not there"),
        _ => Result.Ok,
    };

    protected override void Apply(Act message, ApplyContext context)
    {
        ToyModule.Numbers.Put(context.State, "acted"u8, new ToyNumber(message.Number));
        switch (message.Action)
        {
            case ToyAction.ThrowInApply:
                throw new InvalidOperationException("a defect");
            case ToyAction.TooManyEvents:
                for (int i = 0; i <= Receipt.MaxEvents; i++)
                {
                    context.Emit("toy.noise");
                }

                break;
            case ToyAction.LongEvent:
                context.Emit("toy.long", new EventAttribute("text", new string('x', EventAttribute.MaxValueBytes + 1)));
                break;
            case ToyAction.Verdict:
                context.ReportVerdict(new ReasonCode("toy.false_proof"));
                break;
            case ToyAction.SetValidators:
            case ToyAction.SetBadValidators:
                ValidatorSchedule.SetNext(context.State, new ValidatorSet(message.Seats));
                break;
            case ToyAction.SetLimit:
                ParameterStore.Set(context.State, ToyModule.Limit, message.Number);
                break;
        }
    }
}

internal sealed class SponsoredHandler : MessageHandler<Act>
{
    public override ushort MessageType => 3;

    public override string Name => "sponsored";

    public override bool IsSponsored => true;

    protected override Work WorkOf(Act message) => new(1, 0);

    protected override Result Check(Act message, ReadContext context) => Result.Ok;

    protected override void Apply(Act message, ApplyContext context) =>
        ToyModule.Numbers.Put(context.State, "sponsored"u8, new ToyNumber(message.Number));
}

internal sealed record Bulk(Blob Bytes) : ICanonical<Bulk>
{
    public void Encode(CanonicalWriter writer) => writer.Write(Bytes);

    public static Bulk Decode(ref CanonicalReader reader) => new(reader.ReadBlob(TransactionBody.MaxPayloadBytes));
}

internal sealed class BulkHandler : MessageHandler<Bulk>
{
    public override ushort MessageType => 4;

    public override string Name => "bulk";

    protected override Work WorkOf(Bulk message) => default;

    protected override Result Check(Bulk message, ReadContext context) => Result.Ok;

    protected override void Apply(Bulk message, ApplyContext context)
    {
        ToyModule.Numbers.Put(context.State, "bulk"u8, new ToyNumber((ulong)message.Bytes.Length));
    }
}
