namespace DeAI.Chain.Primitives.Encoding;

/// <summary>Why bytes are not a canonical encoding.</summary>
public static class EncodingErrors
{
    public static readonly ReasonCode Truncated = new("encoding.truncated");
    public static readonly ReasonCode TrailingBytes = new("encoding.trailing_bytes");
    public static readonly ReasonCode NotShortest = new("encoding.not_shortest");
    public static readonly ReasonCode WrongType = new("encoding.wrong_type");
    public static readonly ReasonCode WrongLength = new("encoding.wrong_length");
    public static readonly ReasonCode TooLong = new("encoding.too_long");
    public static readonly ReasonCode OutOfRange = new("encoding.out_of_range");
    public static readonly ReasonCode BadText = new("encoding.bad_text");
    public static readonly ReasonCode TooDeep = new("encoding.too_deep");
}
