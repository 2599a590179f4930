using DeAI.Chain.Primitives;

namespace DeAI.Chain.Learning.Data;

/// <summary>Why a data set's schema, or a row under it, is refused.</summary>
public static class SchemaErrors
{
    public static readonly ReasonCode BadName = new("schema.bad_name");
    public static readonly ReasonCode BadPurpose = new("schema.bad_purpose");
    public static readonly ReasonCode BadScale = new("schema.bad_scale");
    public static readonly ReasonCode BadRange = new("schema.bad_range");
    public static readonly ReasonCode NoColumns = new("schema.no_columns");
    public static readonly ReasonCode TooManyColumns = new("schema.too_many_columns");
    public static readonly ReasonCode DuplicateColumn = new("schema.duplicate_column");
    public static readonly ReasonCode UnknownKind = new("schema.unknown_kind");
    public static readonly ReasonCode PersonalField = new("schema.personal_field");
    public static readonly ReasonCode PriceField = new("schema.price_field");
    public static readonly ReasonCode CapacityField = new("schema.capacity_field");
    public static readonly ReasonCode StrategyField = new("schema.strategy_field");
    public static readonly ReasonCode WrongColumnCount = new("schema.wrong_column_count");
    public static readonly ReasonCode ValueOutOfRange = new("schema.value_out_of_range");
}
