using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Governance.Contracts;

/// <summary>What a proposal does once it is executed: one of the kinds below. Encoded as an array that starts with the kind.</summary>
public abstract record Change : ICanonical<Change>
{
    private protected Change()
    {
    }

    /// <summary>Whether it changes who decides blocks.</summary>
    public virtual bool IsValidatorChange => false;

    public abstract void Encode(CanonicalWriter writer);

    public static Change Decode(ref CanonicalReader reader)
    {
        int fields = reader.ReadArrayHeaderUpTo(3);
        byte kind = reader.ReadByte();
        switch (kind)
        {
            case SetParameter.Kind when fields == 3:
                return new SetParameter(reader.ReadString(SetParameter.MaxNameBytes), reader.ReadUInt64());
            case SeatValidator.Kind when fields == 2:
                return new SeatValidator(reader.ReadPublicKey());
            case RemoveValidator.Kind when fields == 2:
                return new RemoveValidator(reader.ReadOrganisationId());
            case GrantFromTreasury.Kind when fields == 3:
                return new GrantFromTreasury(reader.ReadAccountId(), reader.ReadCredits());
            default:
                reader.Fail(EncodingErrors.OutOfRange, $"{kind} with {fields} fields is no kind of change");
                return new RemoveValidator(default);
        }
    }
}
