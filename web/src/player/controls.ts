/** What a person can do in the player, as the screens call it. */
import type { Item } from "../offline/types";
import type { Ask } from "./answers";
import type { Clean, SetRecord } from "./state";

export interface Controls {
  begin(): void;
  toggle(): void;
  done(): void;
  easy(): void;
  again(): void;
  enough(): void;
  answer(id: string, values: Partial<Pick<SetRecord, "pain" | "effort" | "feltSide" | "count" | "kg">>): void;
  clean(key: string, clean: Clean): void;
  reopen(ask: Ask): void;
  weighs(item: Item): boolean;
  /** The sheets. */
  hurt(): void;
  felt(id: string): void;
  skip(): void;
  stop(): void;
  settings(): void;
}
