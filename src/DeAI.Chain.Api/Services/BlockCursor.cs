using System.Globalization;
using DeAI.Chain.Api.Translation;

namespace DeAI.Chain.Api.Services;

/// <summary>
/// Where a reader stands: "HEIGHT" after the whole block, "HEIGHT.INDEX" after that transaction of it. A large block comes in parts, and each
/// part can be resumed from.
/// </summary>
internal readonly record struct BlockCursor(ulong Height, int? Index)
{
    private const int MaxLength = 32;

    public static BlockCursor Parse(string text)
    {
        // Before anything is made of it: the text may be as long as a request.
        string[] parts = text.Length <= MaxLength ? text.Split('.') : [];
        int index = 0;
        bool valid = parts.Length is 1 or 2
            && ulong.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out _)
            && (parts.Length == 1 || int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out index));
        ulong height = valid ? ulong.Parse(parts[0], CultureInfo.InvariantCulture) : 0;
        return valid && height < ulong.MaxValue && index < int.MaxValue
            ? new BlockCursor(height, parts.Length == 2 ? index : null)
            : throw ErrorTable.Exception(ApiErrors.BadPageToken, "the cursor is not one that this service gave");
    }

    public override string ToString() => Index is { } index
        ? string.Create(CultureInfo.InvariantCulture, $"{Height}.{index}")
        : Height.ToString(CultureInfo.InvariantCulture);
}
