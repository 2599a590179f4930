namespace DeAI.Chain.Learning.Data;

/// <summary>
/// An airport by its three-letter IATA code, packed as 1 + 676 a + 26 b + c with A = 0. <c>default</c> is no airport and is refused
/// wherever one is required.
/// </summary>
public readonly record struct AirportCode(ushort Value) : IComparable<AirportCode>
{
    /// <summary>The number of letters of a code.</summary>
    public const int Length = 3;

    /// <summary>The packed form of <c>ZZZ</c>, the largest valid value.</summary>
    public const ushort MaxValue = 26 * 26 * 26;

    /// <summary>Whether this names an airport: within 1 to <see cref="MaxValue"/>.</summary>
    public bool IsValid => Value is >= 1 and <= MaxValue;

    /// <summary>Reads exactly three capital ASCII letters; anything else is no code.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out AirportCode code)
    {
        code = default;
        if (text.Length != Length)
        {
            return false;
        }

        int packed = 0;
        foreach (char letter in text)
        {
            if (!char.IsAsciiLetterUpper(letter))
            {
                return false;
            }

            packed = (packed * 26) + (letter - 'A');
        }

        code = new AirportCode((ushort)(packed + 1));
        return true;
    }

    public int CompareTo(AirportCode other) => Value.CompareTo(other.Value);

    public override string ToString()
    {
        if (!IsValid)
        {
            return "---";
        }

        int packed = Value - 1;
        return new string([(char)('A' + (packed / 676)), (char)('A' + (packed / 26 % 26)), (char)('A' + (packed % 26))]);
    }

    public static bool operator <(AirportCode left, AirportCode right) => left.Value < right.Value;

    public static bool operator >(AirportCode left, AirportCode right) => left.Value > right.Value;

    public static bool operator <=(AirportCode left, AirportCode right) => left.Value <= right.Value;

    public static bool operator >=(AirportCode left, AirportCode right) => left.Value >= right.Value;
}
