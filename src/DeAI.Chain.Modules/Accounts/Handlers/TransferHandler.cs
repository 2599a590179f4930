using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Modules.Accounts.Contracts;
using DeAI.Chain.Modules.Accounts.Messages;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Accounts.Handlers;

/// <summary>No event: the transaction itself says all there is to say.</summary>
internal sealed class TransferHandler(IRegistry registry, ICredits credits) : MessageHandler<Transfer>
{
    public override ushort MessageType => Transfer.Type;

    public override string Name => "transfer";

    protected override Result CheckStateless(Transfer message) => AccountsChecks.IsPositive(message.Amount);

    protected override Work WorkOf(Transfer message) => new(StateWrites: 2, MultiplyAccumulates: 0);

    protected override Result Check(Transfer message, ReadContext context)
    {
        if (message.To == context.Sender)
        {
            return Result.Refuse(Errors.SelfTransfer, "sender and recipient are the same account");
        }

        return registry.TryGetAccount(context.State, message.To, out _)
            ? AccountsChecks.CanPay(context.State, context.Sender, message.Amount)
            : Result.Refuse(Errors.UnknownRecipient, $"account {message.To.ToShortString()} is not registered");
    }

    protected override void Apply(Transfer message, ApplyContext context) =>
        credits.Transfer(context.State, context.Sender, message.To, message.Amount);
}
